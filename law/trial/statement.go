package trial

import (
	"fmt"
	"slices"

	"sallyport/law"
	"sallyport/law/tree"
)

// statement is a condition of a text on an action: of one rule, or of a group of grounds, one of which is enough.
type statement struct {
	name string
	when *tree.Expr
}

// statements lists the conditions of the text's own rules on the action, joined texts left out. Where a rule has no
// condition of its own, the group it closes stands for it.
func statements(v *law.Version, action string) []statement {
	var all []statement
	groups := map[string][]*tree.Expr{}
	var order []string
	for _, r := range v.Rules {
		if !slices.Contains(r.For, action) {
			continue
		}
		switch {
		case r.Kind == law.Runs:
			all = append(all, statement{r.ID + " (clock)", clockOf(v.Plan(action), r)})
		case r.When != nil:
			all = append(all, statement{r.ID + " (" + kindName(r) + ")", r.When})
		}
		if r.Where != nil {
			all = append(all, statement{r.ID + " (where)", r.Where})
		}
		if r.Kind == law.Opens {
			if groups[r.Group] == nil {
				order = append(order, r.Group)
			}
			groups[r.Group] = append(groups[r.Group], r.When)
		}
	}
	for _, group := range order {
		if len(groups[group]) > 1 {
			all = append(all, statement{"any ground of " + group, tree.Or(groups[group]...)})
		}
	}
	return numbered(all)
}

// numbered tells statements of the same name apart.
func numbered(all []statement) []statement {
	seen := map[string]int{}
	for i := range all {
		name := all[i].name
		if seen[name]++; seen[name] > 1 {
			all[i].name = fmt.Sprintf("%s #%d", name, seen[name])
		}
	}
	return all
}

// clockOf is the condition that the rule's clock has not run out.
func clockOf(p *law.Plan, r *law.Rule) *tree.Expr {
	for _, c := range p.Clauses {
		if len(c.Grounds) == 1 && c.Grounds[0] == r {
			return c.Expr
		}
	}
	return tree.Const(true)
}

// kindName says in a word what the rule does; two rules of one id are told apart by it.
func kindName(r *law.Rule) string {
	switch r.Kind {
	case law.Needs:
		return "needs"
	case law.Bars:
		return "bars"
	case law.Opens:
		return "opens " + r.Group
	case law.Closes:
		return "closes " + r.Group
	case law.Owes:
		return "owes"
	}
	return "requires"
}
