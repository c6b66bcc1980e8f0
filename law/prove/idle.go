package prove

import (
	"slices"
	"strings"

	"sallyport/law"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// Note is something about a rule that its author may not have meant. It breaks no claim.
type Note struct {
	Version *law.Version
	Rule    *law.Rule
	Actions []string
	Says    string
}

// What a note may say.
const (
	saysIdle    = "never decides: without it every case would come out the same"
	saysNever   = "cannot apply on the days of its text"
	saysAlways  = "always applies on the days of its text"
	saysNowhere = "its where is never met on the days of its text"
)

// Notes lists the version's own rules that never decide anything, and conditions and tests in them that are always or
// never met on its days. An error says that it could not be worked out.
func Notes(v *law.Version) ([]Note, error) {
	var all []Note
	for _, action := range actions() {
		plan := v.Plan(action)
		for i, c := range plan.Clauses {
			for _, r := range c.Grounds {
				if !slices.Contains(v.Rules, r) {
					continue // a stop, or of a text joined to this one
				}
				says, err := remark(v, action, plan, i, r)
				if err != nil {
					return nil, err
				}
				if says != "" {
					all = noted(all, Note{v, r, []string{action}, says})
				}
			}
		}
	}
	tests, err := constantTests(v)
	return append(all, tests...), err
}

// noted adds a note, or the action to one that says the same of the rule.
func noted(all []Note, n Note) []Note {
	for i := range all {
		if all[i].Rule == n.Rule && all[i].Says == n.Says {
			all[i].Actions = append(all[i].Actions, n.Actions...)
			return all
		}
	}
	return append(all, n)
}

// remark is what there is to say of a ground of the plan's i-th clause.
func remark(v *law.Version, action string, plan *law.Plan, i int, r *law.Rule) (string, error) {
	written := strings.TrimSpace(r.Condition)
	switch can := Reach(v, action, r); {
	case !can.True && !can.Unknown:
		return saysNever, nil
	case !can.False && !can.Unknown && written != "true" && r.Kind != law.Needs:
		return saysAlways, nil
	}
	if r.Where != nil {
		where := &law.Rule{Kind: law.Needs, When: r.Where}
		if can := Reach(v, action, where); !can.True && !can.Unknown {
			return saysNowhere, nil
		}
	}
	decides, err := decides(v, action, plan, i, r)
	if err != nil || decides {
		return "", err
	}
	return saysIdle, nil
}

// decides says whether any case comes out differently without the rule. Open questions may have any answer.
func decides(v *law.Version, action string, plan *law.Plan, i int, r *law.Rule) (bool, error) {
	parts := []*tree.Expr{bindsIt(v.Binds)}
	for j, c := range plan.Clauses {
		if j != i {
			parts = append(parts, asked(c.Expr, action))
		}
	}
	parts = append(parts, asked(turnsOn(plan.Clauses[i], r), action))
	e := canonical(and(parts...))
	if e.Op == tree.OpConst {
		return e.Value, nil
	}
	w, err := finite.New(v.Pack.Place, finite.DaysOf(v), []*tree.Expr{e})
	if err != nil {
		return false, err
	}
	return w.Solve(w.Ground(e)) != nil, nil
}

// turnsOn is true where the clause comes out differently without the rule: a demand that is not met, or a ground that
// alone is shown.
func turnsOn(c law.Clause, r *law.Rule) *tree.Expr {
	if r.Kind != law.Opens {
		return not(c.Expr)
	}
	parts := []*tree.Expr{r.When}
	for _, other := range c.Grounds {
		if other != r {
			parts = append(parts, not(other.When))
		}
	}
	for _, closer := range c.Closers {
		if closer.Where != nil {
			parts = append(parts, closer.Where)
		}
	}
	return and(parts...)
}
