package custody_test

import (
	"strings"
	"testing"

	"sallyport/custody"
)

// TestMappingRefusals changes one thing of a mapping at a time.
func TestMappingRefusals(t *testing.T) {
	const b = "columns: {No: booking}\n"
	tests := []struct{ name, text, want string }{
		{"empty", "", "map.yaml:1: empty"},
		{"not YAML", "columns: [", "map.yaml:1: not YAML"},
		{"a list", "- v: 1", "map.yaml:1: expected keys and values"},
		{"version", "v: 2\n" + b, `map.yaml:1: v: "2"`},
		{"unknown key", b + "delimiter: ;\n", "map.yaml:2: delimiter: unknown key"},
		{"key twice", "v: 1\nv: 1\n" + b, "map.yaml"},
		{"separator", "separator: ab\n" + b, "write one character"},
		{"encoding", "encoding: ebcdic\n" + b, "is not utf-8"},
		{"zone", "zone: Pacific\n" + b, `"Pacific" is not known`},
		{"the reader's own zone", "zone: Local\n" + b, `"Local"`},
		{"ori", "ori: xx1\n" + b, "nine capital letters"},
		{"two-digit year", "formats: [M/D/YY]\n" + b, `"YY" is none of`},
		{"no day", "formats: [YYYY-MM]\n" + b, "needs a year"},
		{"no AM", "formats: ['M/D/YYYY h:mm']\n" + b, "go with A"},
		{"no zone", "formats: ['M/D/YYYY HH:mm']\ncolumns: {No: booking, In: booked_at}", "zone: missing"},
		{"complete", "complete: [convictions]\n" + b, "only charges"},
		{"no booking", "columns: {DOB: person.born}", "none is booking"},
		{"unknown fact", "columns: {No: booking, X: person.us_citizen}", `"person.us_citizen" is none of`},
		{"unknown fact of a charge", "columns: {No: booking, X: charges.colour}", `"charges.colour" is none of`},
		{"fact twice", "columns: {No: booking, A: person.born, B: person.born}", "another column is person.born"},
		{"no fact", "columns: {No: booking, A: {values: {a: b}}}", "needs fact:"},
		{"unknown column key", "columns: {No: booking, A: {fact: person.born, blank: none}}", "blank: unknown key here"},
		{"values of a role", "columns: {No: {fact: booking, values: {a: b}}}", "values: unknown key here"},
		{"time of a day", "columns: {No: booking, A: {fact: person.born, time: B}}", "time: unknown key here"},
		{"bad value", "columns: {No: booking, A: {fact: release.basis, values: {S: served}}}", `values: S: "served" is not one of`},
		{"null value", "columns: {No: booking, A: {fact: release.basis, values: {S: }}}", "write unknown"},
		{"alias", "columns: {No: &a booking, A: *a}", "aliases"},
		{"not complete", "columns: {No: booking, A: charge}", "write complete: [charges]"},
		{"nothing to tell holds by", "complete: [charges]\ncolumns: {No: booking, A: charges.on}", "none is charge or charges.statute"},
		{"list without charges", "list: charges\n" + b, "no column is of a charge"},
		{"ori twice", "ori: XX0001000\ncolumns: {No: booking, O: ori}", "leave one out"},
		{"citizenship without values", "columns: {No: booking, POB: person.citizenship_indicated}", "needs values:"},
		{"citizenship denied", "columns: {No: booking, POB: {fact: person.citizenship_indicated, values: {MX: false}}}", "or says nothing (unknown)"},
		{"others elsewhere", "columns: {No: booking, A: {fact: release.basis, values: {S: other}, others: unknown}}", "others: unknown key here"},
		{"words", "words: {HOLD: ice}\n" + b, `"ice" is not charge, immigration`},
		{"wordless", "words: {'--': charge}\n" + b, "has no word"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := custody.ReadMapping("map.yaml", strings.NewReader(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want it to say %q", err, test.want)
			}
		})
	}
}

func TestMappingInJSON(t *testing.T) {
	m := mapping(t, `{"v": 1, "columns": {"No": "booking", "DOB": "person.born"}}`)
	bookings, problems := all(t, "a.csv", csv("No,DOB\n1,1990-01-01\n"), m)
	if len(bookings) != 1 || problems != "" || bookings[0].Facts[0].Value != `"1990-01-01"` {
		t.Errorf("%v, %s", bookings, problems)
	}
}
