package caseparquet

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"sallyport"
)

// groupRows is the number of rows of a row group: what a reader takes at a time.
const groupRows = 1 << 16

// Writer writes a file of cases. The same cases give the same bytes.
type Writer struct {
	out     *parquet.Writer //nolint:staticcheck // the rows have no Go type: their columns are the table of facts
	columns []writeColumn
	rows    int // in the row group at work
	has     holdings
}

// writeColumn writes one column: values of some cases, levels included, appended to a buffer.
type writeColumn struct {
	to     *parquet.ColumnWriter
	append func([]parquet.Value, *sallyport.Case) []parquet.Value
	buffer []parquet.Value
}

// NewWriter begins a file on w. Paths names the facts that it will have columns for, as in person.us_citizen and
// convictions.grade; nil is all of them. A case that knows a fact without a column cannot be written.
func NewWriter(w io.Writer, paths []string) (*Writer, error) {
	facts, offences, err := chosen(paths)
	if err != nil {
		return nil, err
	}
	schema := schemaOf(facts, offences)
	out := parquet.NewWriter(w, schema, parquet.Compression(&parquet.Snappy), parquet.CreatedBy("sallyport", "1", ""),
		parquet.KeyValueMetadata("sallyport.cases", "1"))
	writer := &Writer{out: out, has: holdingsOf(facts, offences)}
	for _, c := range append(ownColumns(), factColumns(schema, facts, offences)...) {
		leaf, ok := schema.Lookup(c.path...)
		if !ok {
			return nil, fmt.Errorf("column %s: not in the schema", strings.Join(c.path, "."))
		}
		writer.columns = append(writer.columns, writeColumn{to: out.ColumnWriters()[leaf.ColumnIndex], append: c.append(leaf)})
	}
	return writer, nil
}

// chosen are the fields of the named facts.
func chosen(paths []string) ([]field, [2][]field, error) {
	facts, offences := caseFields(), [2][]field{offenceFields(lists[0]), offenceFields(lists[1])}
	if paths == nil {
		return facts, offences, nil
	}
	left := slices.Clone(paths)
	keep := func(prefix string, all []field) []field {
		return slices.DeleteFunc(all, func(f field) bool {
			path := prefix + f.fact.Path
			left = slices.DeleteFunc(left, func(p string) bool { return p == path })
			return !slices.ContainsFunc(paths, func(p string) bool { // an object goes with what is below it
				return p == path || p == prefix+f.fact.Parent || f.fact.Kind == sallyport.Object && strings.HasPrefix(p, path+".")
			})
		})
	}
	facts = keep("", facts)
	for i := range offences {
		offences[i] = keep(lists[i]+".", offences[i])
	}
	if len(left) > 0 {
		return nil, offences, fmt.Errorf("%q is no fact; write it as in person.us_citizen or convictions.grade", left[0])
	}
	return facts, offences, nil
}

// Write adds cases. The error names a case that the file cannot hold.
func (w *Writer) Write(cases []*sallyport.Case) error {
	for len(cases) > 0 {
		some := cases[:min(len(cases), 1024, groupRows-w.rows)]
		cases = cases[len(some):]
		for _, c := range some {
			if path := w.has.lack(c); path != "" {
				return fmt.Errorf("case %q: knows %s, for which the file has no column", c.ID, path)
			}
		}
		for i := range w.columns {
			c := &w.columns[i]
			c.buffer = c.buffer[:0]
			for _, one := range some {
				c.buffer = c.append(c.buffer, one)
			}
			if _, err := c.to.WriteRowValues(c.buffer); err != nil {
				return err
			}
		}
		if w.rows += len(some); w.rows == groupRows {
			w.rows = 0
			if err := w.out.Flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Note writes a text of the caller's into the file's description. A later one of the same key replaces it.
func (w *Writer) Note(key, text string) { w.out.SetKeyValueMetadata(key, text) }

// Close ends the file. It does not close what it was written to.
func (w *Writer) Close() error { return w.out.Close() }

// ownColumn is a column with what fills it.
type ownColumn struct {
	path   []string
	append func(parquet.LeafColumn) func([]parquet.Value, *sallyport.Case) []parquet.Value
}

// ownColumns are the columns that are no facts.
func ownColumns() []ownColumn {
	plain := func(name string, get func(*sallyport.Case) parquet.Value) ownColumn {
		return ownColumn{[]string{name}, func(leaf parquet.LeafColumn) func([]parquet.Value, *sallyport.Case) []parquet.Value {
			return func(all []parquet.Value, c *sallyport.Case) []parquet.Value {
				v := get(c)
				level := leaf.MaxDefinitionLevel
				if v.IsNull() {
					level = 0
				}
				return append(all, v.Level(0, level, leaf.ColumnIndex))
			}
		}}
	}
	orNull := func(s string) parquet.Value {
		if s == "" {
			return parquet.NullValue()
		}
		return parquet.ByteArrayValue([]byte(s))
	}
	return []ownColumn{
		plain(columnID, func(c *sallyport.Case) parquet.Value { return orNull(c.ID) }),
		plain(columnAt, func(c *sallyport.Case) parquet.Value { return parquet.Int64Value(c.At.UnixMicro()) }),
		plain(columnOffset, func(c *sallyport.Case) parquet.Value {
			_, seconds := c.At.Zone()
			return parquet.Int32Value(int32(seconds / 60))
		}),
		plain(columnAgency, func(c *sallyport.Case) parquet.Value { return parquet.ByteArrayValue([]byte(c.Agency)) }),
		plain(columnProgram, func(c *sallyport.Case) parquet.Value { return orNull(c.Program) }),
	}
}

// factColumns are the columns of the facts.
func factColumns(schema *parquet.Schema, facts []field, offences [2][]field) []ownColumn {
	var all []ownColumn
	for i := range facts {
		f := &facts[i]
		all = append(all, ownColumn{[]string{f.name}, func(leaf parquet.LeafColumn) func([]parquet.Value, *sallyport.Case) []parquet.Value {
			return func(all []parquet.Value, c *sallyport.Case) []parquet.Value {
				return append(all, f.written(c.Facts[f.index], 0, leaf))
			}
		}})
	}
	for i, fields := range offences {
		for j := range fields {
			f := &fields[j]
			all = append(all, ownColumn{[]string{lists[i], "list", "element", f.name}, func(leaf parquet.LeafColumn) func([]parquet.Value, *sallyport.Case) []parquet.Value {
				return func(all []parquet.Value, c *sallyport.Case) []parquet.Value {
					return f.writtenList(all, [...]*sallyport.Offences{&c.Convictions, &c.Charges}[i], leaf)
				}
			}})
		}
	}
	return all
}

// writtenList appends the fact of every offence of a list.
func (f *field) writtenList(all []parquet.Value, list *sallyport.Offences, leaf parquet.LeafColumn) []parquet.Value {
	switch {
	case !list.Known:
		return append(all, parquet.NullValue().Level(0, 0, leaf.ColumnIndex))
	case len(list.List) == 0:
		return append(all, parquet.NullValue().Level(0, 1, leaf.ColumnIndex))
	}
	for i := range list.List {
		all = append(all, f.written(list.List[i][f.index], min(i, 1), leaf))
	}
	return all
}

// written is the value of the column for v, with its levels.
func (f *field) written(v sallyport.Value, repetition int, leaf parquet.LeafColumn) parquet.Value {
	p := f.plain(v)
	if p.IsNull() {
		return p.Level(repetition, leaf.MaxDefinitionLevel-1, leaf.ColumnIndex)
	}
	return p.Level(repetition, leaf.MaxDefinitionLevel, leaf.ColumnIndex)
}

// plain is the value of the column for v, without levels.
func (f *field) plain(v sallyport.Value) parquet.Value {
	switch {
	case v.State == sallyport.Unknown:
		return parquet.NullValue()
	case f.part == none:
		return parquet.BooleanValue(v.State == sallyport.None)
	case v.State == sallyport.None && f.fact.Kind == sallyport.Enum && f.fact.Parent == "":
		return parquet.ByteArrayValue([]byte("none"))
	case v.State == sallyport.None:
		return parquet.NullValue()
	case f.part == member:
		return parquet.BooleanValue(v.N&(1<<f.member) != 0)
	}
	switch f.fact.Kind {
	case sallyport.Bool:
		return parquet.BooleanValue(v.N != 0)
	case sallyport.Int, sallyport.Time:
		return parquet.Int64Value(v.N)
	case sallyport.Date:
		return parquet.Int32Value(int32(v.N))
	case sallyport.Enum:
		return parquet.ByteArrayValue([]byte(f.fact.Values[v.N]))
	}
	return parquet.ByteArrayValue([]byte(v.S))
}

// holdings are the facts that a file has columns for.
type holdings struct {
	facts    [sallyport.CaseFactCount]bool
	offences [2][sallyport.OffenceFactCount]bool
	lists    [2]bool
}

func holdingsOf(facts []field, offences [2][]field) holdings {
	var h holdings
	for _, path := range implied {
		h.facts[sallyport.CaseFact(path)] = true
	}
	for _, f := range facts {
		h.facts[f.index] = true
	}
	for i, fields := range offences {
		for _, f := range fields {
			h.offences[i][f.index], h.lists[i] = true, true
		}
	}
	return h
}

// lack is the path of a fact that the case knows and the file has no column for, or "".
func (h *holdings) lack(c *sallyport.Case) string {
	for i := range c.Facts {
		if c.Facts[i].State == sallyport.Unknown || h.facts[i] {
			continue
		}
		if f := &sallyport.CaseFacts[i]; f.Parent == "" || c.Facts[i].State != sallyport.None { // its object says none
			return f.Path
		}
	}
	for i, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		if list.Known && !h.lists[i] {
			return lists[i]
		}
		for k := range list.List {
			for j := range list.List[k] {
				if list.List[k][j].State != sallyport.Unknown && !h.offences[i][j] {
					return lists[i] + "." + sallyport.OffenceFacts[j].Path
				}
			}
		}
	}
	return ""
}
