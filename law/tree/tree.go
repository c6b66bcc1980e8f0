// Package tree holds conditions as the compiler checked them: a small closed language over the facts of a case, in three
// values. Everything in it can be evaluated with unknown facts, vectorised, turned into SQL and proved.
package tree

import (
	"time"

	"sallyport"
)

// In is the condition in a scene, by Kleene's logic: Unknown does not yet mean that it depends on unknown facts.
func (e *Expr) In(s *Scene) Tri { return e.eval(s) }

// Eval is the condition on a case with its implied facts; zone is the one its days are counted in. See In.
func (e *Expr) Eval(c *sallyport.Case, zone *time.Location) Tri {
	return e.eval(&Scene{Case: c, Zone: zone})
}

// Eval is the atom on the case, or on the offence where the atom reads one; see Expr.Eval.
func (a *Atom) Eval(c *sallyport.Case, offence *sallyport.Offence, zone *time.Location) Tri {
	return a.eval(&Scene{Case: c, Zone: zone, Offence: offence})
}
