package compile

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"sallyport/law/tree"
)

// condition compiles one condition. In a term of an offence, binding is the offence's name. What is wrong with it is told
// with the line it stands on, and false takes its place.
func (b *builder) condition(f fragment, what, binding string) *tree.Expr {
	e, flaws := b.lowered(f, binding)
	for _, flaw := range flaws {
		b.wrong(f.lineOf(flaw.column, b.text), what, "%s", flaw.text)
	}
	return e
}

func (b *builder) lowered(f fragment, binding string) (*tree.Expr, []flaw) {
	env := b.env
	bound := []string{}
	if binding != "" {
		extended, err := env.Extend(cel.Variable(binding, offence))
		if err != nil {
			return tree.Const(false), []flaw{{0, err.Error()}}
		}
		env, bound = extended, []string{binding}
	}
	parsed, issues := env.Parse(f.text)
	if issues.Err() != nil {
		return tree.Const(false), []flaw{syntaxFlaw(issues)}
	}
	names := naming{source: parsed.NativeRep().SourceInfo(), terms: termNames(b.terms), used: map[string]int{}, bound: bound}
	names.visit(parsed.NativeRep().Expr())
	for name := range names.used {
		b.usedTerm[name] = true
	}
	if len(names.flaws) > 0 {
		return tree.Const(false), names.flaws
	}
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		return tree.Const(false), typeFlaws(issues)
	}
	return b.lower(checked.NativeRep(), binding)
}

func (b *builder) lower(checked *ast.AST, binding string) (*tree.Expr, []flaw) {
	l := &lowering{source: checked.SourceInfo(), terms: b.terms, asked: map[string]int{}, binding: binding}
	e := l.expr(checked.Expr())
	for id, column := range l.asked {
		b.asked[id] = true
		if !slices.ContainsFunc(b.file.Questions, func(q questionFile) bool { return q.ID == id }) {
			l.flaws = append(l.flaws, flaw{column, "unsettled('" + id + "'): no such question; declare it under questions"})
		}
	}
	return e, l.flaws
}

func termNames(terms map[string]*term) []string {
	var all []string
	for name := range terms {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
