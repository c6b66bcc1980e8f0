package bench

import (
	"fmt"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"sallyport"
	"sallyport/law/tree"
)

// openOPA asks a prepared query of inputs that were parsed beforehand.
func openOPA(t testing.TB, cases []sallyport.Case) ask {
	r := nine(t)
	query, err := rego.New(
		rego.Query("data.nine.permitted"), rego.Module("nine.rego", text(t, "nine.rego")),
	).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var inputs []ast.Value
	for i := range cases {
		in, err := ast.InterfaceToValue(factsIn(&cases[i], r.reads).root)
		if err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, in)
	}
	ctx := t.Context()
	return func(i int) (tree.Tri, error) {
		set, err := query.Eval(ctx, rego.EvalParsedInput(inputs[i]))
		if err != nil || len(set) == 0 {
			return tree.Unknown, fmt.Errorf("%d results: %w", len(set), err)
		}
		return tri(set[0].Expressions[0].Value == true), nil
	}
}
