package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// Table is one table of the report, as it is written to CSV and Parquet.
type Table struct {
	Name    string // of its files
	Says    string // what a row is
	Columns []Column
	Rows    [][]any // a string, an int64, a float64 or a bool for each column
}

// Column is one column of a table.
type Column struct {
	Name string
	Kind Kind
}

// Kind is the type of a column.
type Kind uint8

// Kinds of columns.
const (
	Text Kind = iota
	Count
	Share
	Flag
)

// CSV writes the table with its heading, by RFC 4180. Shares are written with six decimals.
func (t *Table) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for _, row := range t.Rows {
		for i, v := range row {
			record[i] = text(v)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func text(v any) string {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', 6, 64)
	case string:
		// A cell that a spreadsheet would run as a formula is made text; the files' own words may begin with anything.
		if v != "" && (v[0] == '=' || v[0] == '+' || v[0] == '-' || v[0] == '@') {
			return "'" + v
		}
		return v
	}
	return fmt.Sprint(v)
}

// Parquet writes the table; about says what the file is, in its metadata.
func (t *Table) Parquet(w io.Writer, about string) error {
	group := parquet.Group{}
	for _, c := range t.Columns {
		group[c.Name] = c.Kind.node()
	}
	schema := parquet.NewSchema(t.Name, group)
	out := parquet.NewWriter(w, schema, parquet.Compression(&parquet.Snappy), parquet.CreatedBy("sallyport", "1", ""),
		parquet.KeyValueMetadata("sallyport.report", about))
	place := make([]int, len(t.Columns)) // of each column in the file, which orders them by name
	for i, c := range t.Columns {
		leaf, _ := schema.Lookup(c.Name)
		place[i] = leaf.ColumnIndex
	}
	var rows []parquet.Row
	for _, row := range t.Rows {
		values := make(parquet.Row, len(row))
		for i, v := range row {
			values[place[i]] = parquet.ValueOf(v).Level(0, 0, place[i])
		}
		rows = append(rows, values)
	}
	if _, err := out.WriteRows(rows); err != nil {
		return err
	}
	return out.Close()
}

func (k Kind) node() parquet.Node {
	switch k {
	case Count:
		return parquet.Int(64)
	case Share:
		return parquet.Leaf(parquet.DoubleType)
	case Flag:
		return parquet.Leaf(parquet.BooleanType)
	}
	return parquet.String()
}
