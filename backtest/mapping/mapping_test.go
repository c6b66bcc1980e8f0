package mapping_test

import (
	"strings"
	"testing"

	"sallyport/backtest/mapping"
)

const good = `v: 1
separator: ";"
dates: [YYYY-MM-DD, M/D/YYYY]
blank: ["?"]
complete: [charges]
facts: {request.action: hold, person.final_order: none}
columns:
  When: at
  State: state
  Citizen: {fact: person.us_citizen, values: {"Y": true}, blank: unknown}
  Charge: "charges[0].pending"
`

func TestMalformed(t *testing.T) {
	if _, err := mapping.Read("map.yaml", strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, want string }{
		{good, "", "map.yaml:1: empty; a mapping begins with v: 1"},
		{good, "- a", "map.yaml:1: expected keys and values"},
		{good, "a: [", "map.yaml:1: not YAML: did not find expected node content"},
		{"v: 1", "v: 2", `map.yaml:1: v: "2"; this program reads version 1`},
		{"separator", "separater", "map.yaml:2: separater: unknown key"},
		{`";"`, `";;"`, `map.yaml:2: separator: ";;"; write one character`},
		{"v: 1", "v: 1\nencoding: utf-16", `map.yaml:2: encoding: "utf-16" is not utf-8, latin-1 or windows-1252`},
		{"M/D/YYYY", "D/M/YY", `map.yaml:3: dates: "D/M/YY": "YY" is none of YYYY, MM, M, DD, D, HH, mm, ss`},
		{"M/D/YYYY", "M/YYYY", `map.yaml:3: dates: "M/YYYY": needs a year (YYYY), a month and a day`},
		{"M/D/YYYY", "mm/D/YYYY", `map.yaml:3: dates: "mm/D/YYYY": needs a year (YYYY), a month and a day`},
		{`["?"]`, `"?"`, "map.yaml:4: blank: expected a list"},
		{"[charges]", "[arrests]", `map.yaml:5: complete: "arrests" is not convictions or charges`},
		{"[charges]", "[charges, convictions]", "map.yaml:1: complete: convictions: no column is one of its facts; every person would be taken to have none"},
		{"complete: [charges]\n", "", "map.yaml:10: columns: Charge: a list that is given is complete; write complete: [charges] if the file has every one of them, or map the column as extra"},
		{"request.action: hold", "request.action: keep", `map.yaml:6: facts: request.action: "keep" is not one of notify, hold, transfer, interview`},
		{"request.action: hold", "request.way: hold", "map.yaml:6: facts: request.way: no fact of a case"},
		{"request.action: hold", "agency: us-ca", "map.yaml:6: facts: agency: no fact of a case"},
		{"final_order: none", "final_order: 6/1/20", `map.yaml:6: facts: person.final_order: "6/1/20" is not a date in one of the formats under dates:`},
		{"  When: at\n", "", "map.yaml:1: columns: none is at, the moment of the request, which every row has"},
		{"  State: state\n", "", "map.yaml:1: columns: none says where; name one as agency or state, or write agency: for all rows"},
		{"v: 1", "v: 1\nagency: California", `map.yaml:2: agency: "California" is not a place; write it as in us-ca/san-francisco`},
		{"State: state", "State: at", "map.yaml:9: columns: State: another column is at already"},
		{"State: state", "when: state", `map.yaml:9: columns: "when": empty, or given twice`},
		{"State: state", "State: province", `map.yaml:9: columns: State: "province" is neither a fact nor one of id, at, agency, facility, city, state, form, lift, program, extra`},
		{"person.us_citizen,", "person.citizen,", `map.yaml:10: columns: Citizen: "person.citizen" is neither a fact nor one of id, at, agency, facility, city, state, form, lift, program, extra`},
		{"fact: person.us_citizen, ", "", "map.yaml:10: columns: Citizen: needs fact:, the path of a fact"},
		{`"Y": true`, `"Y": maybe`, `map.yaml:10: columns: Citizen: values: Y: "maybe" is not true, false, yes or no`},
		{`"Y": true`, `"Y": [true]`, "map.yaml:10: columns: Citizen: values: Y: expected a value"},
		{"blank: unknown", "blank: no idea", `map.yaml:10: columns: Citizen: blank: "no idea" is not true, false, yes or no; or write unknown`},
		{"blank: unknown", "empty: unknown", "map.yaml:10: columns: Citizen: empty: unknown key"},
		{`"charges[0].pending"`, `"charges[0].colour"`, `map.yaml:11: columns: Charge: "colour" is no fact of charges`},
		{`"charges[0].pending"`, `"charges[99].pending"`, "map.yaml:11: columns: Charge: entry 99; at most 50 are read"},
		{`"charges[0].pending"`, `"convictions[0].pending"`, `map.yaml:11: columns: Charge: "pending" is no fact of convictions`},
		{`"charges[0].pending"`, "request.probable_cause", "map.yaml:11: columns: Charge: needs values:, which say what its cells mean"},
		{`"charges[0].pending"`, "{fact: request.probable_cause, values: {a: biometric}}", "map.yaml:11: columns: Charge: values: a: expected a list of final_order, proceedings, biometric, statements; [] means none"},
		{`"charges[0].pending"`, "*x", "map.yaml:1: not YAML: unknown anchor 'x' referenced"},
	} {
		_, err := mapping.Read("map.yaml", strings.NewReader(strings.Replace(good, test.old, test.new, 1)))
		if err == nil || err.Error() != test.want {
			t.Errorf("%s:\n got %v\nwant %s", test.new, err, test.want)
		}
	}
	if _, err := mapping.Read("map.yaml", strings.NewReader(strings.Repeat("#", 2<<20))); err == nil || err.Error() != "map.yaml:1: larger than 1048576 bytes" {
		t.Error(err)
	}
}

// FuzzRead: no mapping makes the reader panic, and every error names the file.
func FuzzRead(f *testing.F) {
	f.Add(good)
	f.Add("v: 1\ncolumns: {a: {fact: \"convictions[0].on\", values: {x: 2015-01-01}}}\ncomplete: [convictions]")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := mapping.Read("map.yaml", strings.NewReader(text)); err != nil && !strings.HasPrefix(err.Error(), "map.yaml:") {
			t.Errorf("no file in %q", err)
		}
	})
}
