package batch_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"cel.dev/cel-go/cel"

	"sallyport"
	"sallyport/law/batch"
	"sallyport/law/compile"
)

// nineTests is a rule like that of the programme of 2015, with nine tests of facts. It is CEL as it stands, but for count.
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

// ruleOfNine compiles the rule as a pack of its own. Like every text it has the citizenship stop too: two tests more.
func ruleOfNine(t testing.TB) batch.Condition {
	t.Helper()
	text := fmt.Sprintf(nineTestsPack, strings.Join(strings.Fields(nineTests), " "))
	b, err := compile.Load(fstest.MapFS{"us/nine/pack.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return batch.Of(b.Packs[0].Versions[0], "notify")
}

// celRule is the same rule as cel-go evaluates it.
func celRule(t testing.TB) cel.Program {
	t.Helper()
	env, err := cel.NewEnv(
		cel.Variable("person", cel.MapType(cel.StringType, cel.DynType)),
		cel.Variable("officer", cel.MapType(cel.StringType, cel.DynType)),
		cel.Variable("convictions", cel.ListType(cel.MapType(cel.StringType, cel.DynType))),
	)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(nineTests, "convictions.count(c, c.grade == 'misdemeanor' && c.category != 'minor_traffic')",
		"convictions.filter(c, c.grade == 'misdemeanor' && c.category != 'minor_traffic').size()", 1)
	ast, issues := env.Compile(text)
	if issues.Err() != nil {
		t.Fatal(issues.Err())
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// celCase is the facts of the rule as cel-go reads them; cel-go cannot say what it does not know, so every fact is known.
func celCase(c *sallyport.Case) map[string]any {
	convictions := make([]map[string]any, len(c.Convictions.List))
	for i := range convictions {
		convictions[i] = map[string]any{}
		for _, path := range []string{"grade", "court", "status_element", "to_serve_days", "category"} {
			n := sallyport.OffenceFact(path)
			convictions[i][path] = celValue(&sallyport.OffenceFacts[n], c.Convictions.List[i][n])
		}
	}
	of := func(path string) map[string]any {
		n := sallyport.CaseFact(path)
		_, name, _ := strings.Cut(path, ".")
		return map[string]any{name: celValue(&sallyport.CaseFacts[n], c.Facts[n])}
	}
	return map[string]any{"person": of("person.removable"), "officer": of("officer.fod_national_security"), "convictions": convictions}
}

func celValue(f *sallyport.Fact, v sallyport.Value) any {
	switch f.Kind {
	case sallyport.Bool:
		return v.N != 0
	case sallyport.Int:
		return v.N
	}
	return f.Format(v)
}

// TestRuleOfNineAgreesWithCEL holds the measured rule to cel-go's answer, on cases in which everything is known.
func TestRuleOfNineAgreesWithCEL(t *testing.T) {
	rule, conditions := celRule(t), []batch.Condition{ruleOfNine(t)}
	d := batch.NewDictionary(conditions)
	p, err := d.Compile(conditions)
	if err != nil {
		t.Fatal(err)
	}
	cases := someCases(2000, 0)
	block, answers := encoded(d, cases), p.NewAnswers()
	p.Run(block, answers)
	counts := map[sallyport.Outcome]int{}
	for lane := range cases {
		c := &cases[block.Case(lane)]
		out, _, err := rule.Eval(celCase(c))
		if err != nil {
			t.Fatal(err)
		}
		want := sallyport.Refused
		if out.Value() == true && !stopped(c) {
			want = sallyport.Permitted
		}
		got := answers.Outcome(0, lane)
		if counts[got]++; got != want && !(stopped(c) && got != sallyport.Permitted) {
			t.Fatalf("case %d: planes say %s, cel-go %s", block.Case(lane), got, want)
		}
	}
	if counts[sallyport.Permitted] < 200 || counts[sallyport.Refused] < 200 {
		t.Errorf("%v: the cases do not try the rule", counts)
	}
}

// stopped says whether the citizenship stop, which stands in every text, bears on the case.
func stopped(c *sallyport.Case) bool {
	return c.Facts[sallyport.CaseFact("person.us_citizen")].N != 0 || c.Facts[sallyport.CaseFact("person.citizenship_indicated")].N != 0
}
