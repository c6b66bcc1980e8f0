package law

import (
	"sallyport"
	"sallyport/law/tree"
)

// Formulas returns the formula of every entry of the decision on c, and the case with its implied facts.
func (b *Book) Formulas(c *sallyport.Case) ([]*tree.Expr, *sallyport.Case) {
	d := takeDocket(c, b.site(c.Agency).zone)
	d.meet(b.brief(d, b.site(c.Agency).law))
	var all []*tree.Expr
	for i := range d.entries {
		if !d.absent(&d.entries[i]) {
			all = append(all, d.Steps[d.entries[i].step].Expr)
		}
	}
	return all, d.Scene().Case
}
