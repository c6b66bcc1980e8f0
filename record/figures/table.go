package figures

import (
	"maps"
	"slices"
	"strings"

	"sallyport/casework"
	"sallyport/record"
)

// Table is figures of one kind, each in a row.
type Table struct {
	Name string   `json:"name"`
	Says string   `json:"says"`
	Keys []string `json:"keys"` // of the queries, whose values tell the rows apart
	Rows []Row    `json:"rows"`
}

// Row is a figure, with the values of its table's keys.
type Row struct {
	Values []string `json:"values"`
	Figure
}

// form is a table as it is asked for.
type form struct {
	name, says string
	kinds      []string // of line, that it is about; none for all
	must       Query    // what else its lines have
	keys       []string
}

var doors = []string{"federal-door", "request-door", "request-door-again", "local-door", "both-doors", "both-doors-again"}

// forms of the tables that only have what there was.
var tableForms = []form{
	{"happened", "What happened, by kind of event.", nil, nil, []string{"month", "place", "kind"}},
	{"asked", "What was asked: by the officer at the hub, as it came to the jail at an agency.", []string{"requested", "request-registered"}, nil, []string{"month", "place", "kind", "action", "form"}},
	{"doors", "What each door came to.", doors, nil, []string{"month", "place", "kind", "outcome"}},
	{"rules", "Under which rules.", doors, nil, []string{"kind", "outcome", "rule"}},
	{"packs", "By which versions of the law, with the first digits of the hash of their rules.", doors, nil, []string{"pack", "kind"}},
	{"unresolved", "What was missing, or is unsettled, where a door left it open.", doors, Query{{"outcome", "unresolved"}}, []string{"kind", "unresolved"}},
	{"answered", "What the jail answered, and why it refused.", []string{"answered", "request-set-aside"}, nil, []string{"month", "place", "kind", "action", "outcome", "reason"}},
	{"waited", "How long a request waited for its answer, or for what ended the wait.", nil, Query{{"kept", ""}, {"took", anyValue}}, []string{"place", "kind", "took"}},
	{"holds", "How long holds were, and whether their clocks were kept.", nil, Query{{"kept", anyValue}}, []string{"month", "place", "took", "kept"}},
	{"citizenship", "Where a citizenship was in doubt, what was found, and what the doors said.", nil, Query{{"about", "citizenship"}}, []string{"month", "place", "kind", "outcome"}},
	{"challenged", "What people said is wrong, and what was answered or put right.", []string{"challenged", "challenge-answered", "corrected"}, nil, []string{"month", "place", "kind", "about"}},
	{"ended", "Why paths ended.", nil, Query{{"reason", anyValue}}, []string{"place", "kind", "reason"}},
}

// Tables are the figures of a log, in the same order each time.
func (l *Log) Tables() (tables []Table) {
	tables = append(tables, l.overview())
	for i := range tableForms {
		tables = append(tables, l.table(&tableForms[i]))
	}
	return tables
}

func (l *Log) table(f *form) Table {
	t := Table{Name: f.name, Says: f.says, Keys: f.keys, Rows: []Row{}}
	counts := map[string]int{}
	for _, r := range l.rows {
		if len(f.kinds) > 0 && !slices.Contains(f.kinds, r.Kind) || !f.must.meets(r) {
			continue
		}
		for _, values := range combinations(r, f.keys) {
			counts[strings.Join(values, "\x00")] += r.N
		}
	}
	for _, joined := range slices.SortedFunc(maps.Keys(counts), byBand) {
		values := strings.Split(joined, "\x00")
		query := f.must
		for i, key := range f.keys {
			if !query.has(key) {
				query = query.With(Term{key, values[i]})
			} else {
				query = query.replaced(key, values[i])
			}
		}
		figure := Figure{Query: query.String(), Count: counts[joined]}
		figure.Days, figure.Of = l.coverage(query)
		figure.State = l.state(query, &figure)
		t.Rows = append(t.Rows, Row{values, figure})
	}
	return t
}

// byBand is alphabetical, but that bands of time are in the order of their lengths.
func byBand(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "\x00"), strings.Split(b, "\x00"), func(a, b string) int {
		if i, j := slices.Index(casework.Bands, a), slices.Index(casework.Bands, b); i >= 0 && j >= 0 {
			return i - j
		}
		return strings.Compare(a, b)
	})
}

// replaced is the query with another value for a key that it has.
func (q Query) replaced(key, value string) Query {
	q = slices.Clone(q)
	for i := range q {
		if q[i].Key == key {
			q[i].Value = value
		}
	}
	return q
}

// combinations are the values that a line has of some keys: one of each list. A line that has none of a key has "".
func combinations(r *record.Line, names []string) [][]string {
	all := [][]string{nil}
	for _, name := range names {
		values := keys[keyOf(name)].of(r)
		if len(values) == 0 {
			values = []string{""}
		}
		var longer [][]string
		for _, before := range all {
			for _, v := range values {
				longer = append(longer, append(slices.Clone(before), v))
			}
		}
		all = longer
	}
	return all
}

// measures are the figures that every place has of every month, a zero or an absence included. Some are of a hub's log alone, or of an agency's.
var measures = []struct{ name, query, node string }{
	{"bookings received", "kind=received", "hub"},
	{"bookings sent", "kind=booked", "agency"},
	{"matches confirmed", "kind=confirmed", "hub"},
	{"requests made", "kind=requested", "hub"},
	{"requests received", "kind=request-registered", "agency"},
	{"agreed to", "kind=answered outcome=agreed", ""},
	{"refused under local law", "kind=answered outcome=refused reason=local-law", ""},
	{"declined", "kind=answered outcome=refused reason=declined", ""},
	{"copies served", "kind=copy-served", ""},
	{"holds ended in time", "kept=yes", ""},
	{"holds ended late", "kept=no", ""},
	{"citizenships in doubt", "kind=facts-recorded about=citizenship", ""},
	{"citizens found", "kind=citizenship-finding outcome=citizen", ""},
	{"corrections", "kind=corrected", ""},
}

// Measure is a figure that every place has of every month.
type Measure struct {
	Name  string
	Query Query // without place and month
}

// Measures are those of a log of this kind.
func (l *Log) Measures() (all []Measure) {
	for _, m := range measures {
		if m.node == "" || l.Settings.Node == "" || m.node == l.Settings.Node {
			query, _ := ParseQuery(m.query) // a test reads them all
			all = append(all, Measure{m.name, query})
		}
	}
	return all
}

// Overview is the name of the table that has each measure of each place and month; that of a larger place where it stands in any line of the month.
const Overview = "overview"

func (l *Log) overview() Table {
	t := Table{Name: Overview, Says: "Each place and month: what there was, what there was none of, and what nobody reported.", Keys: []string{"month", "place", "measure"}, Rows: []Row{}}
	for _, month := range l.Months() {
		for _, place := range l.Places() {
			if !strings.Contains(place, "/") && len(l.named[[2]string{place, month}]) == 0 {
				continue
			}
			for _, m := range l.Measures() {
				t.Rows = append(t.Rows, Row{[]string{month, place, m.Name}, l.Count(m.Query.With(Term{"month", month}, Term{"place", place}))})
			}
		}
	}
	return t
}
