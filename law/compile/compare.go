package compile

import (
	"errors"
	"fmt"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"sallyport"
	"sallyport/law/tree"
)

// comparison lowers == != < <= > >= and in.
func (l *lowering) comparison(op string, left, right ast.Expr) (*tree.Expr, error) {
	if macro, ok := l.source.GetMacroCall(left.ID()); ok {
		return l.atLeastCount(op, macro, right)
	}
	if op == operators.In && left.Kind() == ast.LiteralKind {
		return l.member(left, right)
	}
	r, err := l.ref(left)
	if err != nil {
		return nil, err
	}
	switch f := r.About(); f.Kind {
	case sallyport.Bool:
		return boolComparison(r, op, right)
	case sallyport.Int:
		return intComparison(r, op, right)
	case sallyport.Enum, sallyport.Text:
		return l.textComparison(r, op, right)
	default:
		return nil, fmt.Errorf("%s is not compared with %s; use none, some, on_or_after, within_years or aged", f.Path, operatorSign(op))
	}
}

func operatorSign(op string) string {
	if sign, ok := operators.FindReverse(op); ok && sign != "" {
		return sign
	}
	return op
}

func boolComparison(r tree.Ref, op string, right ast.Expr) (*tree.Expr, error) {
	b, ok := literal(right).(bool)
	if !ok || op != operators.Equals && op != operators.NotEquals {
		return nil, fmt.Errorf("%s is true or false; write it bare, or with !", r.About().Path)
	}
	e := tree.NewAtom(tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{r}})
	if b == (op == operators.NotEquals) {
		e = tree.Not(e)
	}
	return e, nil
}

// threshold turns a comparison with n into "at least m", negated or not.
func threshold(op string, n int64) (m int64, negated bool, err error) {
	switch op {
	case operators.GreaterEquals:
		return n, false, nil
	case operators.Greater:
		return n + 1, false, nil
	case operators.Less:
		return n, true, nil
	case operators.LessEquals:
		return n + 1, true, nil
	}
	return 0, false, fmt.Errorf("numbers are not compared with %s; use < <= > >=, two of them for one exact number", operatorSign(op))
}

func intComparison(r tree.Ref, op string, right ast.Expr) (*tree.Expr, error) {
	n, ok := literal(right).(int64)
	if !ok {
		return nil, fmt.Errorf("%s is a number; compare it with a whole number", r.About().Path)
	}
	m, negated, err := threshold(op, n)
	if err != nil {
		return nil, err
	}
	return negate(tree.NewAtom(tree.Atom{Test: tree.TestAtLeast, Refs: []tree.Ref{r}, N: m}), negated), nil
}

func negate(e *tree.Expr, negated bool) *tree.Expr {
	if negated {
		return tree.Not(e)
	}
	return e
}

// atLeastCount lowers LIST.count(…) >= N and LIST.distinct(…) >= N.
func (l *lowering) atLeastCount(op string, macro, right ast.Expr) (*tree.Expr, error) {
	n, ok := literal(right).(int64)
	if !ok {
		return nil, fmt.Errorf("how many is a number; compare it with a whole number")
	}
	m, negated, err := threshold(op, n)
	if err != nil {
		return nil, err
	}
	if m < 1 || m > 100 {
		return nil, fmt.Errorf("this is always so, or never; compare the count so that it asks for at least 1 to 100")
	}
	e, err := l.quantifier(macro, int(m))
	if err != nil {
		return nil, err
	}
	return negate(e, negated), nil
}

// textComparison lowers == != in on enumerated facts and texts, and == between two texts.
func (l *lowering) textComparison(r tree.Ref, op string, right ast.Expr) (*tree.Expr, error) {
	f := r.About()
	if f.Kind == sallyport.Text && right.Kind() != ast.ListKind && right.Kind() != ast.LiteralKind {
		other, err := l.ref(right)
		if err != nil || other.About().Kind != sallyport.Text {
			return nil, fmt.Errorf("%s is a text; compare it with a text in quotes or with another text fact", f.Path)
		}
		return negate(tree.NewAtom(tree.Atom{Test: tree.TestSameText, Refs: []tree.Ref{r, other}}), op == operators.NotEquals), nil
	}
	texts, err := textsOf(right)
	if err != nil {
		return nil, err
	}
	a := tree.Atom{Test: tree.TestText, Refs: []tree.Ref{r}, Texts: texts}
	if f.Kind == sallyport.Enum {
		if a, err = enumAtom(r, texts); err != nil {
			return nil, err
		}
	}
	return negate(tree.NewAtom(a), op == operators.NotEquals), nil
}

// enumAtom checks every constant against the fact's own values, so that a misspelt one is found here and not at 3 a.m.
func enumAtom(r tree.Ref, texts []string) (tree.Atom, error) {
	a, f := tree.Atom{Test: tree.TestIn, Refs: []tree.Ref{r}}, r.About()
	var wrong []error
	for _, s := range texts {
		v, err := f.EnumValue(s)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%q is not a value of %s%s", s, f.Path, oneOf(s, f.Values)))
			continue
		}
		a.Mask |= 1 << v.N
	}
	return a, errors.Join(wrong...)
}

// member lowers 'x' in SET.
func (l *lowering) member(left, right ast.Expr) (*tree.Expr, error) {
	r, err := l.ref(right)
	if err != nil {
		return nil, err
	}
	s, err := text(left)
	if err != nil {
		return nil, err
	}
	a, err := enumAtom(r, []string{s})
	a.Test = tree.TestHas
	return tree.NewAtom(a), err
}

// test lowers the functions on facts.
func (l *lowering) test(name string, args []ast.Expr) (*tree.Expr, error) {
	r, err := l.ref(args[0])
	if err != nil {
		return nil, err
	}
	a := tree.Atom{Refs: []tree.Ref{r}}
	switch f := r.About(); name {
	case "none":
		a.Test = tree.TestNone
		if !f.None {
			return nil, fmt.Errorf("%s cannot be none; a fact that is absent is unknown, and unknown is not tested for", f.Path)
		}
	case "some":
		a.Test, a.Mask = tree.TestHas, 1<<len(f.Values)-1
	case "on_or_after":
		a.Test = tree.TestNotBefore
		a.N, err = dayOf(args[1])
	case "within_years", "aged":
		err = l.years(&a, name, args)
	}
	return tree.NewAtom(a), err
}

func (l *lowering) years(a *tree.Atom, name string, args []ast.Expr) error {
	a.Test = tree.TestWithinYears
	if name == "aged" {
		a.Test = tree.TestAged
	}
	n, ok := literal(args[1]).(int64)
	if least := a.Test.LeastYears(); !ok || n < least || n > 200 {
		return fmt.Errorf("%s takes a number of years; write a whole number from %d to 200", name, least)
	}
	a.N = n
	other, err := l.ref(args[2])
	a.Refs = append(a.Refs, other)
	if err == nil && mayHide(a.Refs[0]) && mayHide(other) {
		return fmt.Errorf("%s cannot compare %s with %s: a case may know neither, and what follows from two dates that nobody knows is not worked out; compare one of them with at or request.received_at",
			name, a.Refs[0].About().Path, other.About().Path)
	}
	return err
}

// mayHide says of a fact of the case that it may be unknown. Two such dates in one test, and a few tests of that kind, would have
// to be tried out in millions of combinations.
func mayHide(r tree.Ref) bool {
	return !r.Offence && r.Fact != tree.FactAt && r.Fact != tree.FactReceivedAt
}

func dayOf(e ast.Expr) (int64, error) {
	s, err := text(e)
	if err != nil {
		return 0, err
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a day; write YYYY-MM-DD", s)
	}
	return sallyport.Day(t), nil
}

func literal(e ast.Expr) any {
	if e.Kind() != ast.LiteralKind {
		return nil
	}
	return e.AsLiteral().Value()
}

func text(e ast.Expr) (string, error) {
	s, ok := literal(e).(string)
	if !ok {
		return "", fmt.Errorf("a value in quotes belongs here; put the fact first and the value after it")
	}
	return s, nil
}

func textsOf(e ast.Expr) ([]string, error) {
	if e.Kind() != ast.ListKind {
		s, err := text(e)
		return []string{s}, err
	}
	var all []string
	for _, element := range e.AsList().Elements() {
		s, err := text(element)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}
