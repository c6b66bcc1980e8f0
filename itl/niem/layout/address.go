package layout

import (
	"fmt"
	"strconv"
	"strings"
)

// repetition takes "each F[,F…] [from N]", "beside F", "items ADDRESS[+STEP]" "points ADDRESS" or "list ADDRESS" out of a line.
func (n *Node) repetition(words *[]string) error {
	w := *words
	if len(w) < 3 {
		return nil
	}
	var err error
	used := 2
	switch w[1] {
	case "each", "beside":
		n.rep.kind, n.rep.beside = subfields, w[1] == "beside"
		for _, one := range strings.Split(w[2], ",") {
			field, numErr := strconv.Atoi(one)
			if numErr != nil {
				return numErr
			}
			n.rep.fields = append(n.rep.fields, field)
		}
		if len(w) > 4 && w[3] == "from" {
			n.rep.from, err = strconv.Atoi(w[4])
			n.rep.from--
			used = 4
		}
	case "items":
		n.rep.kind, n.rep.step = items, 1
		address, step, stepped := strings.Cut(w[2], "+")
		if stepped {
			if n.rep.step, err = strconv.Atoi(step); err != nil {
				return err
			}
		}
		n.rep.src, err = parseSource(address)
	case "points", "list":
		n.rep.kind = points
		n.rep.src, err = parseSource(w[2])
		n.rep.src.split = splitters[w[1]]
	default:
		return nil
	}
	*words = append(w[:1:1], w[1+used:]...)
	return err
}

// value reads the rest of a line: an address, "also ADDRESS,…", "= literal", "as CONVERSION", "when ADDRESS in VALUES".
func (n *Node) value(words []string) error {
	for len(words) > 0 {
		var err error
		used := 2
		switch {
		case words[0] == "=":
			n.fixed = true
			n.literal = strings.Trim(strings.Join(words[1:], " "), "'")
			return nil
		case words[0] == "as" && len(words) > 1:
			var ok bool
			if n.conv, ok = conversions[words[1]]; !ok {
				err = fmt.Errorf("no conversion %s", words[1])
			}
		case words[0] == "also" && len(words) > 1:
			for _, one := range strings.Split(words[1], ",") {
				var s source
				if s, err = parseSource(one); err == nil {
					n.also = append(n.also, s)
				}
			}
		case words[0] == "when" && len(words) > 3:
			used, err = n.when.parse(words)
		default:
			n.src, err = parseSource(words[0])
			used = 1
		}
		if err != nil {
			return err
		}
		words = words[used:]
	}
	return nil
}

// parse reads "when ADDRESS in A,B" or "when ADDRESS not A,B" and returns how many words it took.
func (c *condition) parse(words []string) (used int, err error) {
	c.src, err = parseSource(words[1])
	c.not = words[2] == "not"
	if words[2] != "in" && !c.not {
		return 0, fmt.Errorf("%q: write in or not", words[2])
	}
	for _, one := range strings.Split(words[3], ",") {
		low, high, isRange := strings.Cut(one, "-")
		if from, fromErr := strconv.Atoi(low); isRange && fromErr == nil {
			to, toErr := strconv.Atoi(high)
			if toErr != nil {
				return 0, toErr
			}
			for v := from; v <= to; v++ {
				c.values = append(c.values, strconv.Itoa(v))
			}
			continue
		}
		c.values = append(c.values, one)
	}
	return 4, err
}

// parseSource reads FIELD, FIELD.ITEM or .ITEM, each with :PART/SPLITTER behind it where an item is split.
func parseSource(text string) (s source, err error) {
	text, part, split := strings.Cut(text, ":")
	field, item, _ := strings.Cut(text, ".")
	s.item = 1
	if number, ok := named[field]; ok {
		s.field = number
	} else if field != "" {
		if s.field, err = strconv.Atoi(field); err != nil {
			return s, err
		}
	}
	if item != "" {
		if s.item, err = strconv.Atoi(item); err != nil {
			return s, err
		}
	}
	if split {
		number, name, named := strings.Cut(part, "/")
		if s.part, err = strconv.Atoi(number); err != nil {
			return s, err
		}
		if named {
			var ok bool
			if s.split, ok = splitters[name]; !ok {
				return s, fmt.Errorf("no splitter %s", name)
			}
		}
	}
	return s, nil
}

// Fields that tables call by name: the transaction's domain (1.013) for conditions in other records, and the type of record.
const (
	Domain   = -1
	Category = -2
)

var named = map[string]int{"domain": Domain, "category": Category}
