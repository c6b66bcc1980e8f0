package render

import (
	"fmt"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// block is a condition as tables: the ways to satisfy it, one a row, and below it the lists and parts that its columns
// speak of.
type block struct {
	Name    string  // of a part: A, B
	Lead    string  // what a row is a way to
	Common  []fixed // what every way asks, where the table would be wide with it
	Columns []column
	Rows    [][]string // "" where the way does not ask
	Listed  bool       // too wide for a table: the ways one after the other
	Below   []block
}

// fixed is a column that comes to the same in every row.
type fixed struct {
	Column column
	Asks   string
}

// maxColumns is how wide a table may be before what all its rows ask is told above it; a single row is a list sooner.
const maxColumns = 5

// column is a fact, a term, a question, a list or a part.
type column struct {
	Text   string // in plain words
	Code   string // the path of the fact, the name of the term, the id of the question
	Anchor string // where it is explained on the page
}

// tabler makes the tables of one condition.
type tabler struct {
	pack  *law.Pack
	terms map[*tree.Expr]*law.Term
	root  *tree.Expr // a term that is being explained itself
	names int        // of parts, given out so far
}

func newTabler(p *law.Pack) *tabler {
	t := &tabler{pack: p, terms: map[*tree.Expr]*law.Term{}}
	for i := range p.Terms {
		t.terms[p.Terms[i].Expr] = &p.Terms[i]
	}
	return t
}

// table makes the tables of e. Lead begins the sentence that says what each row is a way to.
func (t *tabler) table(e *tree.Expr, lead string) block {
	if list, inner := t.onlyList(e); list != nil {
		return t.list(list, inner)
	}
	rows := t.rows(e, false)
	b := block{Lead: lead}
	switch {
	case len(rows) == 0:
		b.Lead = "Never."
		return b
	case len(rows) == 1 && len(rows[0]) == 0:
		b.Lead = "Always."
		return b
	}
	keys := columnKeys(t, rows)
	for _, key := range keys {
		c, below := t.column(key)
		b.Columns = append(b.Columns, c)
		b.Below = append(b.Below, below...)
	}
	for _, r := range rows {
		b.Rows = append(b.Rows, t.cells(r, keys))
	}
	if len(b.Columns) > maxColumns || len(b.Rows) == 1 && len(b.Columns) > maxColumns-2 {
		b.narrow()
		b.Listed = len(b.Columns) > maxColumns+1
	}
	if b.Lead = lead + b.ways(); lead == "" {
		b.Lead = capital(b.Lead)
	}
	return b
}

// ways ends the sentence that leads the table.
func (b *block) ways() string {
	if len(b.Rows) > 1 {
		return "one row holds:"
	}
	return "this holds:"
}

// narrow takes the columns that come to the same in every row out of the table.
func (b *block) narrow() {
	var columns []column
	rows := make([][]string, len(b.Rows))
	for i, c := range b.Columns {
		same := b.Rows[0][i] != ""
		for _, row := range b.Rows {
			same = same && row[i] == b.Rows[0][i]
		}
		if same {
			b.Common = append(b.Common, fixed{c, b.Rows[0][i]})
			continue
		}
		columns = append(columns, c)
		for j, row := range b.Rows {
			rows[j] = append(rows[j], row[i])
		}
	}
	b.Columns, b.Rows = columns, rows
}

// onlyList is the list that the whole condition looks through, where it does nothing else.
func (t *tabler) onlyList(e *tree.Expr) (list *tree.Expr, lead string) {
	if _, isTerm := t.terms[e]; isTerm && e != t.root || e.Op != tree.OpCount && e.Op != tree.OpDistinct {
		return nil, ""
	}
	return e, listLead(e)
}

func listLead(e *tree.Expr) string {
	switch {
	case e.Op == tree.OpDistinct:
		return fmt.Sprintf("%s from at least %d different %ss, for each of which ",
			capital(e.List.String()), e.N, spaced(sallyport.OffenceFacts[e.Key].Path))
	case e.N == 1:
		return "At least one " + strings.TrimSuffix(e.List.String(), "s") + " for which "
	}
	return fmt.Sprintf("At least %d %s, for each of which ", e.N, e.List)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// list makes the table of what is asked of the offences of a list.
func (t *tabler) list(e *tree.Expr, lead string) block {
	b := t.table(e.Args[0], lead)
	if b.Lead == "Always." {
		b.Lead = capital(countCell(e, false)) + " of the " + e.List.String() + ", whatever it is."
	}
	return b
}
