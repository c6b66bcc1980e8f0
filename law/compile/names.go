package compile

import (
	"fmt"
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"sallyport"
)

// flaw is something wrong in a condition, at a column counted from 0.
type flaw struct {
	column int
	text   string
}

func columnOf(source *ast.SourceInfo, e ast.Expr) int {
	return source.GetStartLocation(e.ID()).Column()
}

// naming looks at every name in a condition before its types are checked, so that all that nobody knows are found, each
// with the nearest that somebody does.
type naming struct {
	source *ast.SourceInfo
	terms  []string
	used   map[string]int // terms that the condition uses, and where
	bound  []string       // offences in scope
	flaws  []flaw
}

func (n *naming) wrong(e ast.Expr, format string, args ...any) {
	n.flaws = append(n.flaws, flaw{columnOf(n.source, e), fmt.Sprintf(format, args...)})
}

func (n *naming) visit(e ast.Expr) {
	if macro, ok := n.source.GetMacroCall(e.ID()); ok {
		n.macro(e, macro.AsCall())
		return
	}
	switch e.Kind() {
	case ast.IdentKind, ast.SelectKind:
		n.name(e)
	case ast.CallKind:
		n.call(e, e.AsCall())
	case ast.ListKind:
		for _, element := range e.AsList().Elements() {
			n.visit(element)
		}
	case ast.MapKind, ast.StructKind:
		n.wrong(e, "there are no records here; compare one fact after the other")
	case ast.LiteralKind:
		n.literal(e)
	}
}

func (n *naming) literal(e ast.Expr) {
	switch e.AsLiteral().Value().(type) {
	case bool, int64, string:
	case float64:
		n.wrong(e, "a fraction; write a whole number")
	default:
		n.wrong(e, "no value of a fact; write true, a whole number, a text in quotes, or none(FACT)")
	}
}

// macro looks inside exists, all, count and distinct, where the offence has a name.
func (n *naming) macro(e ast.Expr, c ast.CallExpr) {
	if remedy, ok := outside[c.FunctionName()]; ok {
		n.wrong(e, "%s is outside the language of conditions; %s", signOf(c.FunctionName()), remedy)
		return
	}
	if c.IsMemberFunction() {
		n.visit(c.Target())
	}
	args := c.Args()
	n.bound = append(n.bound, args[0].AsIdent())
	for _, arg := range args[1:] {
		n.visit(arg)
	}
	n.bound = n.bound[:len(n.bound)-1]
}

func (n *naming) call(e ast.Expr, c ast.CallExpr) {
	name := c.FunctionName()
	remedy, isOutside := outside[name]
	switch {
	case isOutside:
		n.wrong(e, "%s is outside the language of conditions; %s", signOf(name), remedy)
		return
	case c.IsMemberFunction():
		n.wrong(e, "%s is outside the language of conditions; on a list, use exists, all, count or distinct", name)
		return
	case slices.Contains(n.terms, name):
		n.used[name] = columnOf(n.source, e)
	case !slices.Contains(functions, name) && !slices.Contains(signs, name):
		n.wrong(e, "%s is neither a term of this pack nor a function; define it under terms%s", name, meant(name, slices.Concat(n.terms, functions)))
	}
	for _, arg := range c.Args() {
		n.visit(arg)
	}
}

// name looks a fact up: of the case or, after the name of an offence, of the offence.
func (n *naming) name(e ast.Expr) {
	root := e
	for root.Kind() == ast.SelectKind {
		root = root.AsSelect().Operand()
	}
	if root.Kind() != ast.IdentKind {
		n.visit(root)
		return
	}
	path, _ := chain(e)
	if of := root.AsIdent(); slices.Contains(n.bound, of) {
		fact := path[min(len(of)+1, len(path)):]
		if fact != "" && sallyport.OffenceFact(fact) < 0 {
			n.wrong(e, "an offence has no fact %s%s", fact, orSee(meant(fact, offencePaths)))
		}
		return
	}
	if path != "convictions" && path != "charges" && sallyport.CaseFact(path) < 0 {
		n.wrong(e, "%s is not a fact of a case%s", path, orSee(meant(path, casePaths)))
	}
}

func orSee(meant string) string {
	if meant == "" {
		return "; see docs/law and facts.go for the facts there are"
	}
	return meant
}

var (
	casePaths, offencePaths = factPaths()

	functions = []string{"none", "some", "on_or_after", "within_years", "aged", "unsettled"}

	signs = []string{
		operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.Equals, operators.NotEquals, operators.In,
		operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals,
	}
)

func factPaths() (ofCase, ofOffence []string) {
	for i := range sallyport.CaseFacts {
		ofCase = append(ofCase, sallyport.CaseFacts[i].Path)
	}
	for i := range sallyport.OffenceFacts {
		ofOffence = append(ofOffence, sallyport.OffenceFacts[i].Path)
	}
	return append(ofCase, "convictions", "charges"), ofOffence
}
