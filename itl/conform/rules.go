package conform

import (
	"fmt"
	"strings"
	"time"

	"sallyport/itl"
)

// item is what the standard asks of one information item.
type item struct {
	valid func(value string) bool
	want  string
	may   bool // may be empty, or left out at the end
}

// rule is what the standard asks of one field.
type rule struct {
	number   int
	mnemonic string
	must     bool // mandatory, and not empty
	most     int  // subfields; 0: one
	items    []item
}

// one is a field of a single value.
func one(number int, mnemonic string, must bool, valid func(string) bool, want string) rule {
	return rule{number, mnemonic, must, 1, []item{{valid, want, false}}}
}

// rules applies the tables to one record.
func (c *checker) rules(r *itl.Record) {
	if r.Binary != nil {
		return
	}
	c.rule(r, one(1, "LEN", true, lengths(1, 9), "a number"))
	if r.Type != 1 {
		c.rule(r, one(2, "IDC", true, within(0, 99), "a number from 00 to 99"))
	}
	for _, want := range typeRules[r.Type] {
		c.rule(r, want)
	}
	if imageTypes[r.Type] {
		data, _ := r.Field(999)
		for _, want := range imageRules {
			want.must = want.must && (len(data.Value) > 0 || want.number < 6) // measures of an image that is not there
			c.rule(r, want)
		}
	}
	for _, related := range relations[r.Type] {
		related(c, r)
	}
}

func (c *checker) rule(r *itl.Record, want rule) {
	f, ok := r.Field(want.number)
	value := strings.TrimRight(string(f.Value), separators)
	switch {
	case !ok && want.must:
		c.add(itl.KindMissing, r.Offset, want.number, fmt.Sprintf("mandatory field %s is missing", want.mnemonic), "add "+want.items[0].want)
	case value == "" && want.must:
		c.add(itl.KindMissing, f.Offset, want.number, fmt.Sprintf("mandatory field %s is empty", want.mnemonic), "fill in "+want.items[0].want)
	case value != "":
		c.subfields(f, value, want)
	}
}

// subfields checks how many there are and each item of each.
func (c *checker) subfields(f itl.Field, value string, want rule) {
	all := (itl.Field{Value: []byte(value)}).Items()
	if want.most > 0 && len(all) > want.most {
		c.add(itl.KindValues, f.Offset, want.number, fmt.Sprintf("%s has %d subfields", want.mnemonic, len(all)), fmt.Sprintf("send at most %d", want.most))
		return
	}
	for _, items := range all {
		if len(items) > len(want.items) {
			c.add(itl.KindValues, f.Offset, want.number, fmt.Sprintf("%s has %d items", want.mnemonic, len(items)), fmt.Sprintf("send at most %d", len(want.items)))
			return
		}
		for i, it := range want.items {
			text := ""
			if i < len(items) {
				text = items[i]
			}
			if text == "" && it.may || it.valid(text) {
				continue
			}
			what := want.mnemonic
			if len(want.items) > 1 {
				what = fmt.Sprintf("item %d of %s", i+1, want.mnemonic)
			}
			c.add(itl.KindValue, f.Offset, want.number, fmt.Sprintf("%s is %q", what, clip(text)), "write "+it.want)
			return
		}
	}
}

func clip(value string) string {
	if len(value) > 40 {
		return value[:40] + "…"
	}
	return value
}

func oneOf(values ...string) func(string) bool {
	return func(v string) bool {
		for _, want := range values {
			if v == want {
				return true
			}
		}
		return false
	}
}

func lengths(least, most int) func(string) bool {
	return func(v string) bool { return len(v) >= least && len(v) <= most }
}

// digits allows digits alone, as many as n.
func digits(n int) func(string) bool {
	return func(v string) bool {
		for _, c := range []byte(v) {
			if !digit(c) {
				return false
			}
		}
		return len(v) == n
	}
}

func within(least, most int) func(string) bool {
	return func(v string) bool {
		n, ok := number(v)
		return ok && n >= least && n <= most
	}
}

// either allows what one of two tests allows.
func either(a, b func(string) bool) func(string) bool {
	return func(v string) bool { return a(v) || b(v) }
}

func isDate(v string) bool {
	_, err := time.Parse("20060102", v)
	return err == nil
}

func isGMT(v string) bool {
	_, err := time.Parse("20060102150405Z", v)
	return err == nil
}

// isResolution: pixels per millimetre, two digits on each side of the point.
func isResolution(v string) bool {
	return len(v) == 5 && v[2] == '.' && digit(v[0]) && digit(v[1]) && digit(v[3]) && digit(v[4])
}

func isCompression(v string) bool { return itl.Image{Compression: v}.Stated() != "" }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// number reads a value of digits only, at most nine of them.
func number(value string) (n int, ok bool) {
	if len(value) == 0 || len(value) > 9 {
		return 0, false
	}
	for _, c := range []byte(value) {
		if !digit(c) {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
