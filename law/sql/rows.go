package sql

import (
	"fmt"
	"strconv"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Rows is one case as rows of the tables: values in the order of the columns, each a bool, an int64, a string or nil.
type Rows struct {
	Case                 []any
	Convictions, Charges [][]any
}

// Rows reads the rows of a case. Facts that the case implies, the days of the custodian's zone and the ends of a hold are
// worked out here.
func (t *Tables) Rows(c *sallyport.Case) Rows {
	full := law.Implied(c)
	r := record{c: &full, zone: tree.Zone(c.Agency, c.At.Location())}
	return Rows{
		Case:        t.Cases.row(&r),
		Convictions: t.Convictions.rows(r, &full.Convictions),
		Charges:     t.Charges.rows(r, &full.Charges),
	}
}

// rows reads the offences of a list; one that was never seen has none.
func (t *Table) rows(r record, list *sallyport.Offences) [][]any {
	if !list.Known {
		return nil
	}
	all := make([][]any, len(list.List))
	for i := range list.List {
		r.offence, r.position = &list.List[i], i
		all[i] = t.row(&r)
	}
	return all
}

func (t *Table) row(r *record) []any {
	values := make([]any, len(t.Columns))
	for i := range t.Columns {
		values[i] = t.Columns[i].value(r)
	}
	return values
}

// Insert writes the statements that load a case, naming the columns that are known. The error says which text of
// the case SQL cannot hold.
func (t *Tables) Insert(c *sallyport.Case) (string, error) {
	rows := t.Rows(c)
	var b strings.Builder
	err := t.Cases.insert(&b, rows.Case)
	for _, row := range rows.Convictions {
		if err == nil {
			err = t.Convictions.insert(&b, row)
		}
	}
	for _, row := range rows.Charges {
		if err == nil {
			err = t.Charges.insert(&b, row)
		}
	}
	if err != nil {
		return "", fmt.Errorf("case %q: %w", c.ID, err)
	}
	return b.String(), nil
}

func (t *Table) insert(b *strings.Builder, row []any) error {
	var names, values []string
	for i, value := range row {
		if value == nil {
			continue
		}
		if s, ok := value.(string); ok && strings.ContainsRune(s, 0) {
			return fmt.Errorf("%s.%s: holds a NUL character, which SQL text cannot; take it out", t.Name, t.Columns[i].Name)
		}
		names = append(names, t.Columns[i].Name)
		values = append(values, literal(value))
	}
	fmt.Fprintf(b, "INSERT INTO %s (%s)\nVALUES (%s);\n", t.Name, strings.Join(names, ", "), strings.Join(values, ", "))
	return nil
}

// literal writes a value of a row.
func literal(value any) string {
	switch v := value.(type) {
	case bool:
		return strings.ToUpper(strconv.FormatBool(v))
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		return quote(v)
	}
	return "NULL"
}
