package compile_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sallyport/law/compile"
)

const pack = `pack: us-zz/example
title: An example
door: local
summary: For tests.
terms:
  - name: counted
    of: offence
    says: It counts.
    is: "!c.juvenile"
questions:
  - id: us-zz.open
    asks: What then?
versions:
  - from: 2014-01-01
    instrument: Invented
    silent: {notify: no rule, transfer: no rule, interview: no rule}
    rules:
      - id: us-zz.ground
        for: [hold]
        says: A felony opens it.
        cite: 1
        sure: read
        opens: grounds
        when: convictions.exists(c, counted(c) && c.grade == 'felony')
      - id: us-zz.release
        for: [hold]
        says: Otherwise not.
        cite: 2
        sure: memory
        closes: grounds
`

func load(text string) error {
	_, err := compile.Load(fstest.MapFS{"us-zz/example/pack.yaml": {Data: []byte(text)}})
	return err
}

func TestExampleCompiles(t *testing.T) {
	if err := load(pack); err != nil {
		t.Fatal(err)
	}
}

// TestErrorsNameTheLine: counsel who edits a pack must find the place.
func TestErrorsNameTheLine(t *testing.T) {
	const at = "us-zz/example/pack.yaml:"
	for _, test := range []struct{ old, new, want string }{
		{"'felony'", "'felny'", at + `24: rule us-zz.ground: when: "felny" is not a value of grade; did you mean felony?`},
		{"c.grade", "c.grad", at + `24: rule us-zz.ground: when: an offence has no fact grad; did you mean grade?`},
		{"counted(c)", "counts(c)", at + "24: rule us-zz.ground: when: counts is neither a term of this pack nor a function; define it under terms; did you mean counted?"},
		{"counted(c) &&", "unsettled('nobody') &&", at + `24: rule us-zz.ground: when: unsettled('nobody'): no such question; declare it under questions`},
		{"c.grade == 'felony'", "c.statute.matches('x')", at + "24: rule us-zz.ground: when: matches is outside the language of conditions; texts are compared whole"},
		{"c.grade == 'felony'", "convictions.exists(d, d.juvenile)", at + "24: rule us-zz.ground: when: a condition on an offence cannot look at the other offences"},
		{"c.grade == 'felony'", "within_years(person.born, 20, release.eligible_at)", at + "24: rule us-zz.ground: when: within_years cannot compare person.born with release.eligible_at: a case may know neither"},
		{"c.grade == 'felony'", "c.on == c.released_on", at + "24: rule us-zz.ground: when: on is not compared with ==; use none, some, on_or_after, within_years or aged"},
		{"exists(c, counted(c) && c.grade == 'felony')", "distinct(c, c.grade, counted(c)) >= 2", at + "24: rule us-zz.ground: when: distinct counts the texts of a fact such as c.incident; grade is none"},
		{"exists(c, counted(c) && c.grade == 'felony')", "distinct(c, state, counted(c)) >= 2", at + "24: rule us-zz.ground: when: distinct counts the texts of a fact such as c.incident; state is none"},
		{"closes: grounds", "closes: others", at + `14: version 2014-01-01: hold: no rule closes "grounds" without a condition`},
		{"interview: no rule", "intervew: no rule", at + `16: silent: "intervew" is not an action; did you mean interview?`},
		{", interview: no rule", "", at + "14: version 2014-01-01: interview: no rule speaks to it"},
		{"sure: memory", "sure: certain", at + `29: rule us-zz.release: sure: "certain"; begin with read, partly or memory`},
		{"from: 2014-01-01", "from: 1 January 2014", at + `14: from: "1 January 2014" is not a day; write YYYY-MM-DD`},
		{"for: [hold]", "for: [holds]", at + `19: rule us-zz.ground: for: "holds" is not an action; did you mean hold?`},
		{"opens: grounds", "open: grounds", at + "23: open: unknown key; did you mean opens?"},
		{"opens: grounds", "opens: grounds\n        where: person.removable", at + "24: rule us-zz.ground: where: only needs, and closes without when, can be limited"},
		{"closes: grounds", "closes: grounds\n        where: person.removble", at + `31: rule us-zz.release: where: person.removble is not a fact of a case; did you mean person.removable?`},
		{"door: local", "door: side", at + `3: door: "side"; write federal or local`},
		{"pack: us-zz/example", "pack: example", at + `1: pack: "example"; write PLACE/INSTRUMENT, as in us-ca/trust`},
	} {
		err := load(strings.Replace(pack, test.old, test.new, 1))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s:\n got %v\nwant %s…, on one line", test.new, err, test.want)
		}
	}
}

func TestJoinedTextMustExist(t *testing.T) {
	err := load(strings.Replace(pack, "    instrument:", "    also: [us-zz/other@2014-01-01]\n    instrument:", 1))
	if err == nil || !strings.Contains(err.Error(), "no such pack and version") {
		t.Errorf("got %v", err)
	}
}

// FuzzLoad: no pack text makes the compiler panic, and everything wrong is told on one line with its number.
func FuzzLoad(f *testing.F) {
	f.Add(pack)
	f.Add(strings.Replace(pack, "c.grade == 'felony'", "convictions.distinct(c, c.incident, true) >= 3", 1))
	f.Add(strings.Replace(pack, "\"!c.juvenile\"", "counted(c)", 1))
	f.Add(pack + pack[strings.Index(pack, "  - from"):])
	f.Fuzz(func(t *testing.T, text string) {
		book, problems := compile.Check(nil, []compile.Source{{Name: "pack.yaml", Text: []byte(text)}})
		if book == nil && len(problems) == 0 {
			t.Error("neither a book nor a reason")
		}
		for _, p := range problems {
			if line := p.Error(); p.Line < 1 || strings.Contains(line, "\n") {
				t.Errorf("not one line with a number: %q", line)
			}
		}
	})
}
