package ebts

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed type2-by-tot.tsv
var table string

// times is how often something may occur.
type times struct {
	name        string
	least, most int
}

// profile is what EBTS 10.0 asks of one type of transaction.
type profile struct {
	fields  map[int]times // of Type-2, by number
	records map[int]times // image records, by type
}

// profiles reads the table once; a type that two services define is allowed what either allows.
var profiles = sync.OnceValue(func() map[string]profile {
	all := map[string]profile{}
	for line := range strings.Lines(table) {
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(columns) < 3 {
			continue
		}
		p := readProfile(columns)
		if earlier, twice := all[columns[0]]; twice {
			p = profile{either(earlier.fields, p.fields), either(earlier.records, p.records)}
		}
		all[columns[0]] = p
	}
	return all
})

func readProfile(columns []string) profile {
	p := profile{map[int]times{}, map[int]times{}}
	for _, field := range strings.Fields(columns[2]) {
		part := strings.Split(field, ":")
		number, _ := strconv.Atoi(strings.TrimPrefix(part[0], "2."))
		p.fields[number] = readTimes(part[1], part[2])
	}
	if len(columns) > 3 {
		for _, record := range strings.Split(columns[3], ";") {
			recordType, cardinality, _ := strings.Cut(recordSigns.Replace(record), "(")
			number, err := strconv.Atoi(strings.TrimSpace(recordType))
			if err == nil {
				p.records[number] = readTimes("", cardinality)
			}
		}
	}
	return p
}

// recordSigns makes one of the templates' ways to say how many records there may be: "Type 4 (0..14)", "Type-15 (0-10)", "Type 10 (1)".
var recordSigns = strings.NewReplacer("Type-", "", "Type", "", "-", "..", ")", "")

func readTimes(name, cardinality string) times {
	switch cardinality {
	case "M":
		return times{name, 1, 1}
	case "O":
		return times{name, 0, 1}
	}
	least, most, isRange := strings.Cut(cardinality, "..")
	t := times{name: name}
	t.least, _ = strconv.Atoi(least)
	t.most = t.least
	if isRange {
		t.most, _ = strconv.Atoi(most)
	}
	return t
}

func either(a, b map[int]times) map[int]times {
	joined := map[int]times{}
	for key, t := range a {
		other := b[key] // absent: zero times
		joined[key] = times{t.name, min(t.least, other.least), max(t.most, other.most)}
	}
	for key, t := range b {
		if _, both := a[key]; !both {
			joined[key] = times{t.name, 0, t.most}
		}
	}
	return joined
}
