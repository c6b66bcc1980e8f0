package prove

import (
	"fmt"
	"strings"

	"sallyport"
	"sallyport/law/tree"
)

// say writes an atom as a pack would.
func say(a *tree.Atom) string {
	path, values := pathOf(a.Refs[0]), valuesIn(a)
	switch a.Test {
	case tree.TestIn:
		return fmt.Sprintf("%s in [%s]", path, values)
	case tree.TestNone:
		return fmt.Sprintf("none(%s)", path)
	case tree.TestHas:
		return fmt.Sprintf("[%s] in %s", values, path)
	case tree.TestAtLeast:
		return fmt.Sprintf("%s >= %d", path, a.N)
	case tree.TestText:
		return fmt.Sprintf("%s in ['%s']", path, strings.Join(a.Texts, "', '"))
	case tree.TestSameText:
		return fmt.Sprintf("%s == %s", path, pathOf(a.Refs[1]))
	case tree.TestNotBefore:
		return fmt.Sprintf("on_or_after(%s, '%s')", path, sallyport.DayTime(a.N).Format("2006-01-02"))
	case tree.TestWithinYears:
		return fmt.Sprintf("within_years(%s, %d, %s)", path, a.N, pathOf(a.Refs[1]))
	case tree.TestAged:
		return fmt.Sprintf("aged(%s, %d, %s)", path, a.N, pathOf(a.Refs[1]))
	case tree.TestClock:
		return a.Clock.String()
	}
	return path
}

func pathOf(r tree.Ref) string {
	if r.Offence {
		return "c." + sallyport.OffenceFacts[r.Fact].Path
	}
	return sallyport.CaseFacts[r.Fact].Path
}

// valuesIn lists the values of the atom's mask.
func valuesIn(a *tree.Atom) string {
	r := a.Refs[0]
	all := sallyport.CaseFacts[r.Fact].Values
	if r.Offence {
		all = sallyport.OffenceFacts[r.Fact].Values
	}
	var names []string
	for i, name := range all {
		if a.Mask&(1<<i) != 0 {
			names = append(names, "'"+name+"'")
		}
	}
	return strings.Join(names, ", ")
}
