package compile

import (
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/operators"
)

const (
	noArithmetic = "there is no arithmetic: write the number, or count with LIST.count(c, …) >= N"
	wholeTexts   = "texts are compared whole, with == or in [...]"
	wholeFacts   = "facts are compared as they are"
	daysAreTests = "days are tested with on_or_after, within_years and aged"
)

// outside is what CEL can say and a condition cannot, with what to write in its place.
var outside = map[string]string{
	operators.Add: noArithmetic, operators.Subtract: noArithmetic, operators.Multiply: noArithmetic,
	operators.Divide: noArithmetic, operators.Modulo: noArithmetic, operators.Negate: noArithmetic,
	operators.Conditional: "write A && B || !A && C",
	operators.Index:       "offences have no order: write LIST.exists(c, …)",
	operators.Has:         "write !none(FACT); whether a fact is known is not for a rule to ask",
	operators.ExistsOne:   "write LIST.count(c, …) >= 1 && !(LIST.count(c, …) >= 2)",
	operators.Map:         "use exists, all, count or distinct",
	operators.Filter:      "use exists, all, count or distinct",
	"size":                "write LIST.count(c, …) >= N",
	"matches":             wholeTexts, "startsWith": wholeTexts, "endsWith": wholeTexts, "contains": wholeTexts,
	"int": wholeFacts, "uint": wholeFacts, "double": wholeFacts, "string": wholeFacts, "bytes": wholeFacts,
	"bool": wholeFacts, "dyn": wholeFacts, "type": wholeFacts,
	"timestamp": daysAreTests, "duration": daysAreTests, "getFullYear": daysAreTests, "getMonth": daysAreTests,
	"getDate": daysAreTests, "getDayOfMonth": daysAreTests, "getDayOfYear": daysAreTests, "getDayOfWeek": daysAreTests,
	"getHours": daysAreTests, "getMinutes": daysAreTests, "getSeconds": daysAreTests, "getMilliseconds": daysAreTests,
}

// signOf is an operator as it is written, or the name of a function.
func signOf(name string) string {
	switch name {
	case operators.Conditional:
		return "? :"
	case operators.Index:
		return "[…]"
	}
	return operatorSign(name)
}

// syntaxFlaw is the first of the parser's complaints, in other words; the others follow from it.
func syntaxFlaw(issues *cel.Issues) flaw {
	first := issues.Errors()[0]
	return flaw{max(0, first.Location.Column()), syntax(first)}
}

var quoted = regexp.MustCompile(`'((?:[^'\\]|\\.)*)'`)

func syntax(e *common.Error) string {
	message, _, _ := strings.Cut(e.Message, "\n")
	message = strings.TrimSpace(strings.TrimPrefix(message, "Syntax error: "))
	message, _, _ = strings.Cut(message, " expecting ")
	token := ""
	if m := quoted.FindStringSubmatch(message); m != nil {
		token = strings.TrimSpace(m[1])
	}
	switch {
	case strings.Contains(message, "'<EOF>'"):
		return "the condition breaks off; complete it, and close what is open"
	case strings.HasPrefix(token, "="):
		return "a single =; write == to compare"
	case token == "and" || token == "or" || token == "not":
		return token + " is no operator; write && || !"
	case token != "":
		return fmt.Sprintf("%q does not belong here; see docs/law for the language of conditions", token)
	}
	return message + "; see docs/law for the language of conditions"
}

// typeFlaws are the type checker's complaints, in other words.
func typeFlaws(issues *cel.Issues) []flaw {
	var all []flaw
	for _, e := range issues.Errors() {
		message, _, _ := strings.Cut(e.Message, "\n")
		all = append(all, flaw{max(0, e.Location.Column()), mistyped(message)})
	}
	return all
}

var notTrue = regexp.MustCompile(`^expected type 'bool' but found '(.*)'$`)

var overload = regexp.MustCompile(`no matching overload for '(.*)' applied to '(?:(.*)\.)?\((.*)\)'`)

func mistyped(message string) string {
	if m := notTrue.FindStringSubmatch(message); m != nil {
		return typeName(m[1]) + " is neither true nor false; compare it with a value"
	}
	m := overload.FindStringSubmatch(message)
	if m == nil {
		return message + "; see docs/law for the language of conditions"
	}
	var args []string
	for _, arg := range strings.Split(m[3], ", ") {
		args = append(args, typeName(arg))
	}
	days := ""
	if strings.Contains(m[3], "timestamp") {
		days = "; " + daysAreTests
	}
	switch name := m[1]; name {
	case operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot:
		return fmt.Sprintf("%s takes what is true or false, not %s; compare it with a value", operatorSign(name), strings.Join(args, " and "))
	case operators.Equals, operators.NotEquals, operators.In, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		if days == "" {
			days = "; compare a fact with a value of its kind"
		}
		return fmt.Sprintf("%s cannot compare %s%s", operatorSign(name), strings.Join(args, " with "), days)
	default:
		return fmt.Sprintf("%s does not take %s; %s", name, strings.Join(args, ", "), usage(name))
	}
}

// usage shows how a function, or a term, is written.
func usage(name string) string {
	switch name {
	case "none", "some":
		return "write " + name + "(FACT)"
	case "on_or_after":
		return "write on_or_after(FACT, 'YYYY-MM-DD')"
	case "within_years", "aged":
		return "write " + name + "(FACT, N, FACT)"
	case "unsettled":
		return "write unsettled('ID') with the id of a question"
	}
	return "write " + name + "(c) for a term of an offence, " + name + "() for one of the case"
}

func typeName(cel string) string {
	switch cel {
	case "string":
		return "a text"
	case "int":
		return "a number"
	case "double":
		return "a fraction"
	case "bool":
		return "true or false"
	case "timestamp":
		return "a day"
	case "list(string)":
		return "a set"
	case "list(" + offenceType + ")":
		return "a list of offences"
	case offenceType:
		return "an offence"
	case "":
		return "nothing"
	}
	return cel
}
