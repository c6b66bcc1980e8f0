package compile

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"

	"sallyport"
)

// The language of conditions: CEL's syntax and types over the facts of a case, cut down to what
// tree.Expr can say. CEL parses and checks it; it never evaluates it.
//
//	&& || ! == != < <= > >= in          on facts and constants
//	LIST.exists(c, P)  LIST.all(c, P)   LIST is convictions or charges
//	LIST.count(c, P) >= N               how many
//	LIST.distinct(c, c.FACT, P) >= N    how many different
//	none(FACT)                          known not to exist
//	some(SET)                           at least one of the set is given
//	on_or_after(FACT, 'YYYY-MM-DD')     a day, in the custodian's zone
//	within_years(FACT, N, FACT)         less than N years before; exactly N is outside
//	aged(FACT, N, FACT)                 N years have passed
//	unsettled('ID')                     the answer to an open question, which nobody knows
//	TERM(c)  TERM()                     a term of the pack

const offenceType = "sallyport.Offence"

// language is the environment conditions are checked in, but for a pack's terms.
var language = sync.OnceValues(newLanguage)

func newLanguage() (*cel.Env, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	options := []cel.EnvOption{
		cel.CustomTypeProvider(&offenceProvider{registry}),
		cel.EnableMacroCallTracking(),
		cel.Macros(
			parser.NewReceiverMacro("count", 2, expandCount),
			parser.NewReceiverMacro("distinct", 3, expandDistinct),
		),
		cel.Variable("convictions", cel.ListType(offence)),
		cel.Variable("charges", cel.ListType(offence)),
		function("none", cel.BoolType, cel.DynType),
		function("some", cel.BoolType, cel.ListType(cel.StringType)),
		function("on_or_after", cel.BoolType, cel.TimestampType, cel.StringType),
		function("within_years", cel.BoolType, cel.TimestampType, cel.IntType, cel.TimestampType),
		function("aged", cel.BoolType, cel.TimestampType, cel.IntType, cel.TimestampType),
		function("unsettled", cel.BoolType, cel.StringType),
	}
	for i := range sallyport.CaseFacts {
		f := &sallyport.CaseFacts[i]
		options = append(options, cel.Variable(f.Path, celType(f)))
	}
	return cel.NewEnv(options...)
}

var offence = cel.ObjectType(offenceType)

// withTerms is the language with a pack's terms.
func withTerms(terms []termFile) (*cel.Env, error) {
	env, err := language()
	if err != nil {
		return nil, err
	}
	var options []cel.EnvOption
	for i := range terms {
		if terms[i].Of == "" {
			options = append(options, function(terms[i].Name, cel.BoolType))
		} else {
			options = append(options, function(terms[i].Name, cel.BoolType, offence))
		}
	}
	return env.Extend(options...)
}

func function(name string, result *cel.Type, args ...*cel.Type) cel.EnvOption {
	return cel.Function(name, cel.Overload("sallyport_"+name, args, result))
}

func celType(f *sallyport.Fact) *cel.Type {
	switch f.Kind {
	case sallyport.Bool:
		return cel.BoolType
	case sallyport.Int:
		return cel.IntType
	case sallyport.Set:
		return cel.ListType(cel.StringType)
	case sallyport.Date, sallyport.Time:
		return cel.TimestampType
	case sallyport.Object:
		return cel.DynType
	}
	return cel.StringType
}

// offenceProvider tells CEL the fields of an offence.
type offenceProvider struct{ *types.Registry }

func (p *offenceProvider) FindStructType(name string) (*types.Type, bool) {
	if name == offenceType {
		return types.NewTypeTypeWithParam(cel.ObjectType(offenceType)), true
	}
	return p.Registry.FindStructType(name)
}

func (p *offenceProvider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if name != offenceType {
		return p.Registry.FindStructFieldType(name, field)
	}
	i := sallyport.OffenceFact(field)
	if i < 0 {
		return nil, false
	}
	return &types.FieldType{Type: celType(&sallyport.OffenceFacts[i])}, true
}

// expandCount and expandDistinct give CEL's checker something to type; the lowering reads the call as written.
func expandCount(eh parser.ExprHelper, target ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	filtered, err := parser.MakeFilter(eh, target, args)
	if err != nil {
		return nil, err
	}
	return eh.NewCall("size", filtered), nil
}

func expandDistinct(eh parser.ExprHelper, target ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
	mapped, err := parser.MakeMap(eh, target, []ast.Expr{args[0], args[2], args[1]})
	if err != nil {
		return nil, err
	}
	return eh.NewCall("size", mapped), nil
}
