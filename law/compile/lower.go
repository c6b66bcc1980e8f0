package compile

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"sallyport"
	"sallyport/law/tree"
)

// lowering turns a checked CEL tree into law's closed tree.
type lowering struct {
	source  *ast.SourceInfo
	terms   map[string]*term
	asked   map[string]int // questions the condition raises, and where
	binding string         // the offence variable in scope, or ""
	flaws   []flaw
}

// expr lowers a condition. What cannot be lowered is a flaw, and false in its place.
func (l *lowering) expr(e ast.Expr) *tree.Expr {
	lowered, err := l.lower(e)
	if err != nil {
		for _, message := range strings.Split(err.Error(), "\n") { // several joined
			l.flaws = append(l.flaws, flaw{columnOf(l.source, e), message})
		}
		return tree.Const(false)
	}
	return lowered
}

func (l *lowering) lower(e ast.Expr) (*tree.Expr, error) {
	if macro, ok := l.source.GetMacroCall(e.ID()); ok {
		return l.quantifier(macro, 1)
	}
	switch e.Kind() {
	case ast.LiteralKind:
		if b, ok := e.AsLiteral().Value().(bool); ok {
			return tree.Const(b), nil
		}
	case ast.IdentKind, ast.SelectKind:
		return l.fact(e)
	case ast.CallKind:
		return l.call(e.AsCall())
	}
	return nil, fmt.Errorf("this is neither true nor false; compare a fact with it")
}

func (l *lowering) call(c ast.CallExpr) (*tree.Expr, error) {
	args := c.Args()
	switch name := c.FunctionName(); name {
	case operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot:
		parts := make([]*tree.Expr, len(args))
		for i, arg := range args {
			parts[i] = l.expr(arg)
		}
		return logical(name, parts), nil
	case operators.Equals, operators.NotEquals, operators.In,
		operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return l.comparison(name, args[0], args[1])
	case "none", "some", "on_or_after", "within_years", "aged":
		return l.test(name, args)
	case "unsettled":
		id, err := text(args[0])
		l.asked[id] = columnOf(l.source, args[0])
		return tree.Question(id), err
	default:
		return l.term(name, args)
	}
}

func logical(name string, parts []*tree.Expr) *tree.Expr {
	switch name {
	case operators.LogicalAnd:
		return tree.And(parts...)
	case operators.LogicalOr:
		return tree.Or(parts...)
	}
	return tree.Not(parts[0])
}

func (l *lowering) term(name string, args []ast.Expr) (*tree.Expr, error) {
	t := l.terms[name]
	if t.ofOffence && (args[0].Kind() != ast.IdentKind || args[0].AsIdent() != l.binding) {
		return nil, fmt.Errorf("%s is a term of an offence; write %s(c) inside LIST.exists(c, …)", name, name)
	}
	return t.expr, nil
}

// quantifier lowers exists, all, and count and distinct compared with n, from the call as written.
func (l *lowering) quantifier(macro ast.Expr, n int) (*tree.Expr, error) {
	c := macro.AsCall()
	args := c.Args()
	list, err := listOf(c.Target())
	if err != nil {
		return nil, err
	}
	if l.binding != "" {
		return nil, fmt.Errorf("a condition on an offence cannot look at the other offences; join two conditions with && outside")
	}
	l.binding = args[0].AsIdent()
	defer func() { l.binding = "" }()
	body := l.expr(args[len(args)-1])
	switch c.FunctionName() {
	case operators.Exists:
		return tree.Count(list, 1, body), nil
	case operators.All:
		return tree.Not(tree.Count(list, 1, tree.Not(body))), nil
	case "count":
		return tree.Count(list, n, body), nil
	case "distinct":
		key, err := l.ref(args[1])
		if err != nil {
			return nil, err
		}
		if f := key.About(); !key.Offence || f.Kind != sallyport.Text {
			return nil, fmt.Errorf("distinct counts the texts of a fact such as c.incident; %s is none", f.Path)
		}
		return tree.Distinct(list, n, key.Fact, body), nil
	}
	return nil, fmt.Errorf("%s is outside the language of conditions; use exists, all, count or distinct", c.FunctionName())
}

func listOf(e ast.Expr) (tree.List, error) {
	if e.Kind() == ast.IdentKind {
		switch e.AsIdent() {
		case "convictions":
			return tree.Convictions, nil
		case "charges":
			return tree.Charges, nil
		}
	}
	return 0, fmt.Errorf("only offences can be looked through; write convictions or charges before the dot")
}

// ref finds the fact that an identifier or a chain of selections names.
func (l *lowering) ref(e ast.Expr) (tree.Ref, error) {
	path, ok := chain(e)
	if !ok {
		return tree.Ref{}, fmt.Errorf("the name of a fact belongs here; put the fact first and the value after it")
	}
	if l.binding != "" && len(path) > len(l.binding)+1 && path[:len(l.binding)+1] == l.binding+"." {
		if i := sallyport.OffenceFact(path[len(l.binding)+1:]); i >= 0 {
			return tree.Ref{Offence: true, Fact: i}, nil
		}
	}
	if i := sallyport.CaseFact(path); i >= 0 {
		return tree.Ref{Fact: i}, nil
	}
	return tree.Ref{}, fmt.Errorf("%s is not a fact", path)
}

func chain(e ast.Expr) (string, bool) {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent(), true
	case ast.SelectKind:
		s := e.AsSelect()
		base, ok := chain(s.Operand())
		return base + "." + s.FieldName(), ok && !s.IsTestOnly()
	}
	return "", false
}

// fact lowers a bare fact, which must be true or false by itself.
func (l *lowering) fact(e ast.Expr) (*tree.Expr, error) {
	r, err := l.ref(e)
	if err != nil {
		return nil, err
	}
	return tree.NewAtom(tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{r}}), nil
}
