package offence

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"sallyport"
)

//go:embed tables/*.csv
var files embed.FS

// Row says that an offence under a statute is of a class.
type Row struct {
	Table   string // us-ca-listed: the file it stands in
	Statute Statute
	Bare    bool   // settles the section cited as a whole only; otherwise every part of what Statute cites, too
	Grade   string // settles only where the conviction is known to be of this grade; "" for any
	Fact    string // listed, forcible, wobbler, category: a path of sallyport.OffenceFacts
	Value   sallyport.Value
	Cite    string // the list that says so, for the decision
	Sure    string // read or partly: how sure it is; what was not read at all is not in a table
	Source  Source // where it was read
}

// Source is a page where rows were read, and what was read there.
type Source struct {
	Key, Address, Read string
}

// describes is the fact the row is about.
func (r *Row) describes() *sallyport.Fact {
	return &sallyport.OffenceFacts[sallyport.OffenceFact(r.Fact)]
}

// Shows is the value as a case file writes it.
func (r *Row) Shows() string { return r.describes().Format(r.Value) }

// settles says whether the row speaks of s, convicted as grade ("" for not known).
func (r *Row) settles(s Statute, grade string) bool {
	return s.Inchoate == Completed && r.speaksOf(s) && (r.Grade == "" || r.Grade == grade)
}

func (r *Row) speaksOf(s Statute) bool {
	return s.within(r.Statute) && (!r.Bare || len(s.Subdivisions) == 0)
}

// Rows are the rows of every table, in the order of the files; an error names a malformed line.
func Rows() ([]Row, error) {
	t, err := tables()
	return t.rows, err
}

// table is all rows, and those of one section by code and section.
type table struct {
	rows      []Row
	bySection map[[2]string][]*Row
	sources   map[string]Source // by key
}

// tables reads the embedded files once. They are part of the program and a test reads them, so that those who only fill
// need no error.
var tables = sync.OnceValues(func() (*table, error) {
	t := &table{bySection: map[[2]string][]*Row{}, sources: map[string]Source{}}
	names, err := files.ReadDir("tables")
	if err != nil {
		return t, err
	}
	for _, name := range names {
		if err := t.read(path.Join("tables", name.Name())); err != nil {
			return t, err
		}
	}
	for i := range t.rows {
		r := &t.rows[i]
		key := [2]string{r.Statute.Code, r.Statute.Section}
		t.bySection[key] = append(t.bySection[key], r)
	}
	return t, nil
})

// read adds one file; sources.csv comes first.
func (t *table) read(name string) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comment = '#'
	if _, err := in.Read(); err != nil { // the names of the columns
		return fmt.Errorf("%s: %w", name, err)
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = t.add(strings.TrimSuffix(path.Base(name), ".csv"), cells)
		}
		if err != nil {
			line, _ := in.FieldPos(0)
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
}

func (t *table) add(name string, cells []string) error {
	if name == "sources" {
		t.sources[cells[0]] = Source{cells[0], cells[1], cells[2]}
		return nil
	}
	r, err := readRow(cells)
	if err != nil {
		return err
	}
	r.Table = name
	if r.Source, err = t.source(cells[8]); err != nil {
		return err
	}
	t.rows = append(t.rows, r)
	return nil
}

func (t *table) source(key string) (Source, error) {
	s, ok := t.sources[key]
	if !ok {
		return s, fmt.Errorf("source: %q is not in sources.csv", key)
	}
	return s, nil
}

// readRow reads code, section, reach, grade, fact, value, cite, sure and source.
func readRow(cells []string) (Row, error) {
	statute, ok := Parse(printed(cells[0])+cells[1], "")
	if !ok || statute.Code != cells[0] {
		return Row{}, fmt.Errorf("section: %q is no section of %q", cells[1], cells[0])
	}
	r := Row{Statute: statute, Bare: cells[2] == "bare", Grade: cells[3], Fact: cells[4], Cite: cells[6], Sure: cells[7]}
	if cells[2] != "bare" && cells[2] != "section" {
		return r, fmt.Errorf("reach: %q; write section or bare", cells[2])
	}
	if !slices.Contains([]string{"read", "partly"}, r.Sure) {
		return r, fmt.Errorf("sure: %q; write read or partly", r.Sure)
	}
	if sallyport.OffenceFact(r.Fact) < 0 {
		return r, fmt.Errorf("fact: %q is no fact of an offence", r.Fact)
	}
	var err error
	r.Value, err = classValue(r.describes(), cells[5])
	return r, err
}

func classValue(f *sallyport.Fact, text string) (sallyport.Value, error) {
	if f.Kind == sallyport.Enum {
		return f.EnumValue(text)
	}
	if f.Kind != sallyport.Bool || text != "true" && text != "false" {
		return sallyport.Value{}, fmt.Errorf("value: %q is no value of %s", text, f.Path)
	}
	return sallyport.BoolValue(text == "true"), nil
}
