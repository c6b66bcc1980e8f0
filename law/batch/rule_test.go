package batch_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"sallyport/law/batch"
	"sallyport/law/compile"
)

// nineTests is a rule like that of the programme of 2015, with nine tests of facts.
const nineTests = `
	person.removable && (officer.fod_national_security ||
	convictions.exists(c, c.grade == 'felony' && !(c.court in ['state', 'local'] && c.status_element)) ||
	convictions.exists(c, c.grade == 'misdemeanor' && (c.to_serve_days >= 90 ||
		c.category in ['domestic_violence', 'sexual_abuse', 'burglary', 'firearm', 'drug_trafficking', 'dui'])) ||
	convictions.count(c, c.grade == 'misdemeanor' && c.category != 'minor_traffic') >= 3)`

const nineTestsPack = `
pack: us/nine
title: A rule of nine tests
door: federal
summary: For measuring.
versions:
  - from: 2015-01-05
    instrument: none
    rules:
      - id: us.form
        for: [notify]
        says: For measuring.
        cite: none
        sure: memory
        needs: >
          %s
`

// ruleOfNine compiles the rule by itself, without the stops that every text has.
func ruleOfNine(t testing.TB) batch.Condition {
	t.Helper()
	text := fmt.Sprintf(nineTestsPack, strings.Join(strings.Fields(nineTests), " "))
	b, err := compile.Load(fstest.MapFS{"us/nine/pack.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	v := b.Packs[0].Versions[0]
	c := batch.Of(v, "notify")
	c.Holds = v.Rules[0].When
	return c
}
