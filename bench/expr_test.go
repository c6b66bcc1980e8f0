package bench

import (
	"fmt"
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"sallyport"
	"sallyport/law/tree"
)

func openExpr(t testing.TB, cases []sallyport.Case) ask {
	r := nine(t)
	program, err := expr.Compile(text(t, "nine.expr"), expr.Env(map[string]any{
		"person": map[string]any{}, "officer": map[string]any{}, "convictions": []any{},
	}), expr.AsBool())
	if err != nil {
		t.Fatal(err)
	}
	var inputs []map[string]any
	for i := range cases {
		inputs = append(inputs, factsIn(&cases[i], r.reads).root)
	}
	var machine vm.VM
	return func(i int) (tree.Tri, error) {
		out, err := machine.Run(program, inputs[i])
		if err != nil {
			return tree.Unknown, err
		}
		b, ok := out.(bool)
		if !ok {
			return tree.Unknown, fmt.Errorf("%v is neither true nor false", out)
		}
		return tri(b), nil
	}
}
