package bench

import (
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"

	"sallyport"
	"sallyport/law/tree"
)

func openCEL(t testing.TB, cases []sallyport.Case) ask {
	r := nine(t)
	program := celProgram(t, r, cel.OptOptimize)
	var inputs []map[string]any
	for i := range cases {
		inputs = append(inputs, celInput(factsIn(&cases[i], r.reads)))
	}
	return func(i int) (tree.Tri, error) {
		out, _, err := program.Eval(inputs[i])
		return ofCEL(out), err
	}
}

// openCELPartial names every missing fact to cel-go by a pattern, which is its own way to tell it what is not known.
func openCELPartial(t testing.TB, cases []sallyport.Case) ask {
	r := nine(t)
	program := celProgram(t, r, cel.OptOptimize|cel.OptPartialEval)
	var inputs []any
	for i := range cases {
		f := factsIn(&cases[i], r.reads)
		vars, err := cel.PartialVars(celInput(f), patterns(f.missing)...)
		if err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, vars)
	}
	return func(i int) (tree.Tri, error) {
		out, _, err := program.Eval(inputs[i])
		return ofCEL(out), err
	}
}

func patterns(missing [][]any) []*cel.AttributePatternType {
	var all []*cel.AttributePatternType
	for _, steps := range missing {
		p := cel.AttributePattern(steps[0].(string))
		for _, step := range steps[1:] {
			switch step := step.(type) {
			case int:
				p.QualInt(int64(step))
			case string:
				p.QualString(step)
			}
		}
		all = append(all, p)
	}
	return all
}

func ofCEL(out ref.Val) tree.Tri {
	if b, ok := out.(types.Bool); ok {
		return tri(bool(b))
	}
	return tree.Unknown
}

// celProgram compiles the rule's translation. Facts are dynamic: the same maps serve every rule.
func celProgram(t testing.TB, r rule, options cel.EvalOption) cel.Program {
	t.Helper()
	dynamic := cel.MapType(cel.StringType, cel.DynType)
	env, err := cel.NewEnv(
		ext.Lists(),
		cel.Variable("person", dynamic), cel.Variable("officer", dynamic),
		cel.Variable("request", dynamic), cel.Variable("release", dynamic),
		cel.Variable("convictions", cel.ListType(dynamic)),
		cel.Variable("at", cel.TimestampType), cel.Variable("day", cel.StringType),
		cel.Variable("age", cel.IntType), cel.Variable("open", cel.BoolType),
	)
	if err != nil {
		t.Fatal(err)
	}
	ast, issues := env.Compile(text(t, r.cel))
	if issues.Err() != nil {
		t.Fatal(issues.Err())
	}
	program, err := env.Program(ast, cel.EvalOptions(options))
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// celInput is the facts in cel-go's own values, so that nothing but evaluating is measured.
func celInput(f facts) map[string]any {
	in := map[string]any{}
	for name, v := range f.root {
		in[name] = celValue(v)
	}
	return in
}

func celValue(v any) ref.Val {
	adapter := types.DefaultTypeAdapter
	switch v := v.(type) {
	case map[string]any:
		values := map[string]any{}
		for name, field := range v {
			values[name] = celValue(field)
		}
		return types.NewStringInterfaceMap(adapter, values)
	case []any:
		values := make([]ref.Val, len(v))
		for i, element := range v {
			values[i] = celValue(element)
		}
		return types.NewRefValList(adapter, values)
	}
	return adapter.NativeToValue(v)
}

// pepInput adds what pep-hold.cel reads beside the facts, worked out beforehand: the day and the age in the custodian's zone,
// and one answer to every open question.
func pepInput(c *sallyport.Case, reads []tree.Ref, open bool) map[string]any {
	in := celInput(factsIn(c, reads))
	at := c.At.In(tree.Zone(c.Agency, time.UTC))
	in["at"], in["open"] = types.Timestamp{Time: c.At}, types.Bool(open)
	in["day"] = types.String(at.Format(time.DateOnly))
	in["age"] = types.Int(ageOn(sallyport.DayTime(c.Facts[sallyport.CaseFact("person.born")].N), at))
	return in
}

// ageOn is the number of birthdays since the day of birth; one of 29 February is kept on 1 March in other years.
func ageOn(born, at time.Time) int {
	age := at.Year() - born.Year()
	if at.Month() < born.Month() || at.Month() == born.Month() && at.Day() < born.Day() {
		age--
	}
	return age
}
