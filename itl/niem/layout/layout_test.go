package layout

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const small = `
namespace a urn:a
block pair
	a:Left .1
	a:Right .2
record 2 a:Record
	a:Type = 02
	extension
	a:Name/a:Whole 18
	a:Pairs
		a:Pair each 5,6
			use pair
			a:Other 6.1
			a:Single 7
	a:Codes items 8.2+2
		use pair
	a:Point points 9
		a:X :1
		a:Y :2
	a:Day 10 as date when 11 not none
	- a:Old 18
`

// TestRound makes elements, and of these the fields again.
func TestRound(t *testing.T) {
	table, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	fields := Fields{
		18: {{"name"}},
		5:  {{"a", "b"}, {"c"}},
		6:  {{"x"}, {"y"}, {"z"}},
		7:  {{"single"}},
		8:  {{"first", "1", "2", "3"}},
		9:  {{"1,2-3,4"}},
		10: {{"20150702"}},
		11: {{"1"}},
	}
	record := table.Records[2]
	elements := record.Fill(fields)
	want := `Type=02 ? Name(Whole=name) Pairs(Pair(Left=a Right=b Other=x Single=single) Pair(Left=c Other=y) Pair(Other=z)) ` +
		`Codes(Left=1 Right=2) Codes(Left=3) Point(X=1 Y=2) Point(X=3 Y=4) Day=2015-07-02`
	if diff := cmp.Diff(want, sketch(elements)); diff != "" {
		t.Error(diff)
	}
	b := NewBinder(record)
	b.Replay(elements)
	b.Finish()
	got := map[int]string{}
	for _, number := range b.Numbers() {
		value, _ := b.Value(number)
		got[number] = strings.NewReplacer("\x1e", "/", "\x1f", "|").Replace(string(value))
	}
	back := map[int]string{18: "name", 5: "a|b/c", 6: "x/y/z", 7: "single", 8: "|1|2|3", 9: "1,2-3,4", 10: "20150702"}
	if diff := cmp.Diff(back, got); diff != "" { // the first item of field 8 has no element
		t.Error(diff)
	}
}

// sketch is a tree in one line.
func sketch(elements []Element) string {
	var all []string
	for _, e := range elements {
		_, local, _ := strings.Cut(e.Node.Name, ":")
		switch {
		case e.Node.IsExtension():
			local = "?"
		case len(e.Kids) > 0:
			local += "(" + sketch(e.Kids) + ")"
		default:
			local += "=" + e.Text
		}
		all = append(all, local)
	}
	return strings.Join(all, " ")
}

// TestBind holds what a binder takes and what it refuses.
func TestBind(t *testing.T) {
	table, err := Load(small)
	if err != nil {
		t.Fatal(err)
	}
	b := NewBinder(table.Records[2])
	if _, err := b.Open(xml.Name{Space: "urn:b", Local: "Name"}); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
	for _, step := range []struct {
		name, text string
		want       error
	}{
		{"Old", "name", nil}, {"Old", "other", ErrTwice}, {"Name", "text", ErrUnknown}, {"Name", "", nil},
		{"Type", "2", nil}, {"Type", "3", ErrValue}, {"Day", "today", ErrValue}, {"Day", "2015-07-02Z", nil},
	} {
		if _, err := b.Open(xml.Name{Space: "urn:a", Local: step.name}); err != nil {
			t.Fatal(err)
		}
		if err := b.Text(step.text); !errors.Is(err, step.want) {
			t.Errorf("%s %q: %v, want %v", step.name, step.text, err, step.want)
		}
		b.Close()
	}
}

// TestLoad refuses tables that are wrong, by line.
func TestLoad(t *testing.T) {
	for text, want := range map[string]string{
		"weather":                             "is not namespace, record or block",
		"record x a:R":                        `"x": invalid syntax`,
		"record 2 a:R\n\tb:X 1":               "line 3: \"b:X\" is not prefix:Name with a declared prefix",
		"record 2 a:R\n\ta:X one":             `"one": invalid syntax`,
		"record 2 a:R\n\t\ta:X 1":             "indented too far",
		"record 2 a:R\n\tuse x":               "no block x",
		"record 2 a:R\n\ta:X 1 as x":          "no conversion x",
		"record 2 a:R\n\ta:X 1:1/x":           "no splitter x",
		"record 2 a:R\n\ta:X 1:b":             `"b": invalid syntax`,
		"record 2 a:R\n\ta:X 1.b":             `"b": invalid syntax`,
		"record 2 a:R\n\ta:X each x":          `"x": invalid syntax`,
		"record 2 a:R\n\ta:X items 1+":        `"": invalid syntax`,
		"record 2 a:R\n\ta:X 1 when 2 is 3":   "write in or not",
		"record 2 a:R\n\ta:X 1 when 2 in 1-x": `"x": invalid syntax`,
	} {
		if _, err := Load("namespace a urn:a\n" + text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestConversions converts there and back, and refuses what it cannot hold.
func TestConversions(t *testing.T) {
	for _, test := range []struct{ name, item, text string }{
		{"date", "20150702", "2015-07-02"}, {"date", "20150230", ""}, {"date", "2015", ""},
		{"datetime", "20150702010203Z", "2015-07-02T01:02:03Z"}, {"datetime", "20150702", ""},
		{"yn", "Y", "true"}, {"yn", "N", "false"}, {"yn", "U", ""},
		{"standard", "S", "true"}, {"standard", "U", "false"}, {"counted", "1", "true"}, {"counted", "0", "false"},
		{"present", "Y", "true"}, {"present", "1", ""}, {"digits", "2", "02"}, {"digits", "14", "14"},
		{"position", "1", "1"}, {"position", "255", ""},
	} {
		c := conversions[test.name]
		text, ok := c.toXML(test.item)
		if ok != (test.text != "") || ok && text != test.text {
			t.Errorf("%s %q: %q, %v", test.name, test.item, text, ok)
		}
		if item, back := c.fromXML(test.text); ok && (!back || item != test.item) {
			t.Errorf("%s %q: %q, %v", test.name, test.text, item, back)
		}
	}
	for text, want := range map[string]string{"2015-07-02T01:02:03+01:00": "20150702000203Z", "2015-07-02T01:02:03.5Z": "", "2015-07-02": ""} {
		if got, ok := timeFromXML(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
}

// TestSplitters takes items apart and puts them together.
func TestSplitters(t *testing.T) {
	for _, test := range []struct {
		name, item string
		want       [][]string
	}{
		{"points", "1,2-3,4", [][]string{{"1", "2"}, {"3", "4"}}},
		{"list", "A,B", [][]string{{"A"}, {"B"}}},
		{"comma", "12,3", [][]string{{"12", "3"}}},
		{"xy", "11112222", [][]string{{"1111", "2222"}}},
		{"xy", "1111122222", [][]string{{"11111", "22222"}}},
		{"xy", "111", nil},
		{"xyt", "11112222333", [][]string{{"1111", "2222", "333"}}},
		{"name", "NOBODY,IDA MAY ANN", [][]string{{"NOBODY", "IDA", "MAY ANN"}}},
		{"name", "NOBODY,IDA", [][]string{{"NOBODY", "IDA", ""}}},
		{"dash", "PP-1-2", [][]string{{"PP", "1-2"}}},
		{"dash", "PP", nil},
	} {
		s := splitters[test.name]
		got, ok := s.split(test.item)
		if !ok {
			got = nil
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s %q: %s", test.name, test.item, diff)
		}
		if ok && s.join(got) != test.item {
			t.Errorf("%s: %q became %q", test.name, test.item, s.join(got))
		}
	}
	if got := joinAddress([][]string{{"1", "OAK DRIVE", "ALDER", "XX", "00001"}}); got != "1 OAK DRIVE, ALDER, XX 00001" {
		t.Error(got)
	}
	if got := joinName([][]string{{"NOBODY", "IDA", "", "FOURTH"}}); got != "NOBODY,IDA FOURTH" {
		t.Error(got)
	}
	if got := joinName([][]string{{"NOBODY"}}); got != "NOBODY" {
		t.Error(got)
	}
}
