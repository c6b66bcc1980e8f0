// Package sql writes the law as SQL, for people who already keep their cases in a database: the tables that hold
// cases, the rows of one case, and for each version of a pack one query that says what the text comes to.
//
// SQL's three-valued logic is Kleene's: a fact that is not known is NULL, a condition is TRUE, FALSE or NULL, and NULL
// stands for unresolved. The exact step of law.Version.Judge, which settles some of what Kleene's logic leaves open, cannot
// be said in SQL: where a query says permitted or refused, Judge says the same; where it says unresolved, Judge
// may know better, and never the other way round.
//
// It makes text and values and touches no database.
package sql

import (
	"strconv"
	"strings"

	"sallyport"
	"sallyport/law/tree"
)

// Dialect is the SQL that the tables are declared in. Queries are the same text in both.
type Dialect string

const (
	PostgreSQL Dialect = "postgres"
	SQLite     Dialect = "sqlite"
)

// columnName is the name of a fact's column: its path with underscores for dots.
func columnName(f *sallyport.Fact) string { return strings.ReplaceAll(f.Path, ".", "_") }

// dayName is the name of the column that holds the day of a date or an instant.
func dayName(f *sallyport.Fact) string { return columnName(f) + "_day" }

// memberName is the name of the column that says whether a set holds one of its values.
func memberName(f *sallyport.Fact, value string) string { return columnName(f) + "_" + value }

// noneName is the name of the column that says whether the fact is known to be none; "" where it cannot be, and for
// enumerated facts, which say 'none' themselves. A fact of an object is none when the object is.
func noneName(f *sallyport.Fact) string {
	switch {
	case f.Parent != "":
		return strings.ReplaceAll(f.Parent, ".", "_") + "_none"
	case f.None && f.Kind != sallyport.Enum:
		return columnName(f) + "_none"
	}
	return ""
}

// endName is the name of the column that holds the end of a hold, for clocks whose hours SQL cannot count.
func endName(c *tree.Clock) string {
	if c.SameDay {
		return "hold_ends_same_day"
	}
	return "hold_ends_" + strconv.Itoa(c.Hours) + "_weekday_hours"
}

// dayNumber writes a day as a number that reads as one: 20150506. Whole years are added by adding 10000 for each.
func dayNumber(day int64) int64 {
	y, m, d := sallyport.DayTime(day).Date()
	return int64(y)*10000 + int64(m)*100 + int64(d)
}

// quote writes a text as an SQL literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// quoteName writes a name that is not a plain word.
func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// commentWidth is where comments and conditions are folded.
const commentWidth = 118

// comment writes text as comment lines, folded, so that no line break in it ends the comment.
func comment(indent, text string) string {
	var b strings.Builder
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(indent)+len(line)+len(word)+4 > commentWidth {
			b.WriteString(indent + "-- " + line + "\n")
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	b.WriteString(indent + "-- " + line + "\n")
	return b.String()
}
