package figures

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sallyport/record"
)

// Query says which lines are counted: those that meet every term. As a text its terms stand in a line, parted by spaces, as key=value:
//
//	kind=answered place=us-ca/los-angeles month=2015-08
//
// A term without a value asks for lines that have none, and * for any. Of a list, one of its entries has to be the value. The zero value counts all.
type Query []Term

// Term is one condition.
type Term struct{ Key, Value string }

// keys are those of a query, in the order in which a query has them, with what a line says to each.
var keys = []struct {
	name string
	of   func(*record.Line) []string
}{
	{"kind", func(l *record.Line) []string { return text(l.Kind) }},
	{"place", func(l *record.Line) []string { return text(l.Place) }},
	{"year", func(l *record.Line) []string { return text(l.Day[:len("2006")]) }},
	{"month", func(l *record.Line) []string {
		if len(l.Day) == len("2006") {
			return nil
		}
		return text(l.Day)
	}},
	{"action", func(l *record.Line) []string { return text(l.Action) }},
	{"form", func(l *record.Line) []string { return text(l.Form) }},
	{"outcome", func(l *record.Line) []string { return text(l.Outcome) }},
	{"rule", func(l *record.Line) []string { return l.Rules }},
	{"pack", func(l *record.Line) []string { return l.Packs }},
	{"unresolved", func(l *record.Line) []string { return l.Unresolved }},
	{"reason", func(l *record.Line) []string { return text(l.Reason) }},
	{"about", func(l *record.Line) []string { return text(l.About) }},
	{"took", func(l *record.Line) []string { return text(l.Took) }},
	{"kept", func(l *record.Line) []string { return text(l.Kept) }},
}

func text(t string) []string {
	if t == "" {
		return nil
	}
	return []string{t}
}

// keyOf is the place of a key in keys, or -1.
func keyOf(name string) int {
	for i := range keys {
		if keys[i].name == name {
			return i
		}
	}
	return -1
}

// Keys are the names that a term can have.
func Keys() (names []string) {
	for i := range keys {
		names = append(names, keys[i].name)
	}
	return names
}

// forms are those of times.
var forms = map[string]string{"year": "2006", "month": "2006-01"}

// anyValue is the value that stands for each.
const anyValue = "*"

// maxQuery is how long a query's text is at most, in bytes.
const maxQuery = 1000

// ParseQuery reads a query's text. The terms may be in any order; the result has them in that of Keys.
func ParseQuery(query string) (q Query, err error) {
	if len(query) > maxQuery {
		return nil, fmt.Errorf("a query of %d bytes; it has %d at most", len(query), maxQuery)
	}
	for _, word := range strings.Fields(query) {
		key, value, found := strings.Cut(word, "=")
		switch {
		case !found:
			return nil, fmt.Errorf("%q: a term is key=value", word)
		case keyOf(key) < 0:
			return nil, fmt.Errorf("%q: no line has this; give one of %s", key, strings.Join(Keys(), ", "))
		case q.has(key):
			return nil, fmt.Errorf("%q: given twice", key)
		case forms[key] != "" && value != "" && value != anyValue:
			if _, err := time.Parse(forms[key], value); err != nil {
				return nil, fmt.Errorf("%s=%s: write it as %s", key, value, forms[key])
			}
		}
		q = append(q, Term{key, value})
	}
	return q.sorted(), nil
}

func (q Query) has(key string) bool {
	return slices.ContainsFunc(q, func(t Term) bool { return t.Key == key })
}

// Value is what a query asks of a key, "" where it asks nothing.
func (q Query) Value(key string) string {
	for _, t := range q {
		if t.Key == key {
			return t.Value
		}
	}
	return ""
}

func (q Query) sorted() Query {
	slices.SortStableFunc(q, func(a, b Term) int { return keyOf(a.Key) - keyOf(b.Key) })
	return q
}

// With is the query with more terms.
func (q Query) With(terms ...Term) Query { return append(slices.Clone(q), terms...).sorted() }

func (q Query) String() string {
	words := make([]string, len(q))
	for i, t := range q {
		words[i] = t.Key + "=" + t.Value
	}
	return strings.Join(words, " ")
}

// meets says whether a line meets every term.
func (q Query) meets(l *record.Line) bool {
	for _, t := range q {
		values := keys[keyOf(t.Key)].of(l)
		switch t.Value {
		case "":
			if len(values) > 0 {
				return false
			}
		case anyValue:
			if len(values) == 0 {
				return false
			}
		default:
			if !slices.Contains(values, t.Value) {
				return false
			}
		}
	}
	return true
}
