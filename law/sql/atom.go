package sql

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"sallyport"
	"sallyport/law/tree"
)

// atomText writes one test of facts. A comparison with NULL is NULL, as the atom is unknown where its fact is; that a
// fact is none makes every test of it false, whatever the other fact turns out to be.
func atomText(a *tree.Atom) string {
	f := a.Refs[0].About()
	if a.Test == tree.TestNone {
		if none := noneName(f); none != "" {
			return none
		}
		return columnName(f) + " = 'none'"
	}
	text := testText(a, f)
	guards := map[string]bool{}
	for _, r := range a.Refs {
		if none := noneName(r.About()); none != "" && !guards[none] {
			guards[none] = true
			text += " AND NOT " + none
		}
	}
	if len(guards) > 0 {
		return "(" + text + ")"
	}
	return text
}

// testText writes the test on values that are not none.
func testText(a *tree.Atom, f *sallyport.Fact) string {
	var g *sallyport.Fact
	if len(a.Refs) > 1 {
		g = a.Refs[1].About()
	}
	switch a.Test {
	case tree.TestIn:
		return in(columnName(f), chosen(f, a.Mask))
	case tree.TestHas:
		return has(f, a.Mask)
	case tree.TestAtLeast:
		return compared(columnName(f), ">=", strconv.FormatInt(a.N, 10))
	case tree.TestText:
		return stands(f, a.Texts)
	case tree.TestSameText:
		return compared(columnName(f), "=", columnName(g))
	case tree.TestNotBefore:
		return compared(dayName(f), ">=", strconv.FormatInt(dayNumber(a.N), 10))
	case tree.TestWithinYears:
		return compared(yearsAfter(f, a.N), ">", anniversaryName(g))
	case tree.TestAged:
		return compared(yearsAfter(f, a.N), "<=", dayName(g))
	case tree.TestClock:
		return compared(columnName(g), "<", endText(a.Clock, f))
	}
	return columnName(f) // TestTrue
}

func compared(left, sign, right string) string { return left + " " + sign + " " + right }

// stands is "the text is one of these", or a narrower one.
func stands(f *sallyport.Fact, texts []string) string {
	test := in(columnName(f), texts)
	if f.Narrow == "" {
		return test
	}
	for _, s := range texts {
		test += fmt.Sprintf(" OR substr(%s, 1, %d) = %s", columnName(f), utf8.RuneCountInString(s+f.Narrow), quote(s+f.Narrow))
	}
	return "(" + test + ")"
}

// in is "the column is one of the texts"; of none it is false wherever the column is known.
func in(column string, texts []string) string {
	switch len(texts) {
	case 0:
		return column + " <> " + column
	case 1:
		return column + " = " + quote(texts[0])
	}
	quoted := make([]string, len(texts))
	for i, s := range texts {
		quoted[i] = quote(s)
	}
	return column + " IN (" + strings.Join(quoted, ", ") + ")"
}

// chosen lists the values of f whose bit is set.
func chosen(f *sallyport.Fact, mask uint64) []string {
	var all []string
	for i, value := range f.Values {
		if mask&(1<<i) != 0 {
			all = append(all, value)
		}
	}
	return all
}

// has is "the set holds one of the values".
func has(f *sallyport.Fact, mask uint64) string {
	var members []string
	for _, value := range chosen(f, mask) {
		members = append(members, memberName(f, value))
	}
	return "(" + strings.Join(members, " OR ") + ")"
}

// yearsAfter is the day of f, whole years later. A 29 February stays one, and sorts between 28 February and 1 March
// in a year that has none.
func yearsAfter(f *sallyport.Fact, years int64) string {
	return fmt.Sprintf("%s + %d", dayName(f), years*10000)
}

// anniversaryName is the column that within_years compares with: the day of f, but where that is 28 February of a year
// without a 29th, the 29th, because the anniversary of a 29 February falls there.
func anniversaryName(f *sallyport.Fact) string { return columnName(f) + "_anniversary" }

func anniversaryText(f *sallyport.Fact) string {
	day := dayName(f)
	year := day + " / 10000"
	return fmt.Sprintf("%[1]s + CASE WHEN %[1]s %% 10000 = 228\n      AND (%[2]s %% 4 <> 0 OR %[2]s %% 100 = 0 AND %[2]s %% 400 <> 0) THEN 1 ELSE 0 END", day, year)
}

// endText is the instant a hold ends that would begin at f: running hours are added, the others were counted when the
// case was loaded.
func endText(c *tree.Clock, f *sallyport.Fact) string {
	if c.SameDay || c.Counted {
		return endName(c)
	}
	return fmt.Sprintf("%s + %d", columnName(f), int64(c.Hours)*3_600_000_000)
}
