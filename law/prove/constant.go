package prove

import (
	"sallyport/law"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// constantTests lists the tests in the version's own rules that always, or never, come out true on its days.
func constantTests(v *law.Version) ([]Note, error) {
	var all []Note
	seen := map[string]bool{}
	for _, r := range v.Rules {
		for _, e := range []*tree.Expr{r.When, r.Where} {
			if e == nil {
				continue
			}
			for _, test := range testsIn(e, nil) {
				text := say(test.e.Atom)
				if seen[text] {
					continue
				}
				seen[text] = true
				says, err := constant(v, test)
				if err != nil {
					return nil, err
				}
				if says != "" {
					all = append(all, Note{v, r, r.For, text + " " + says})
				}
			}
		}
	}
	return all, nil
}

// test is an atom where it stands: on the case, or in the body of a quantifier.
type test struct {
	e    *tree.Expr
	body *tree.Expr // the quantifier, or nil
}

// comes is "the test can come out like that, of some offence where it reads one".
func (t test) comes(e *tree.Expr) *tree.Expr {
	if t.body == nil {
		return e
	}
	return tree.Count(t.body.List, 1, e)
}

func testsIn(e, body *tree.Expr) []test {
	switch e.Op {
	case tree.OpAtom:
		return []test{{e, body}}
	case tree.OpCount, tree.OpDistinct:
		body = e
	}
	var all []test
	for _, arg := range e.Args {
		all = append(all, testsIn(arg, body)...)
	}
	return all
}

func constant(v *law.Version, t test) (string, error) {
	bound := bindsIt(v.Binds)
	yes, no := and(bound, t.comes(t.e)), and(bound, t.comes(not(t.e)))
	w, err := finite.New(v.Pack.Place, finite.DaysOf(v), []*tree.Expr{yes, no})
	switch {
	case err != nil:
		return "", err
	case w.Solve(w.Ground(yes)) == nil:
		return "is never true on the days of its text", nil
	case w.Solve(w.Ground(no)) == nil:
		return "is always true on the days of its text", nil
	}
	return "", nil
}
