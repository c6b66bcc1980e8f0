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
	Source  string // key of a Source
}

// Source says where rows were read.
type Source struct {
	Key, Address, Read string
}

// describes is the fact the row is about.
func (r *Row) describes() *sallyport.Fact {
	return &sallyport.OffenceFacts[sallyport.OffenceFact(r.Fact)]
}

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

// Sources are the places where the rows were read.
func Sources() ([]Source, error) {
	t, err := tables()
	return t.sources, err
}

// table is all rows, and those of one section by code and section.
type table struct {
	rows      []Row
	bySection map[[2]string][]*Row
	sources   []Source
}

// tables reads the embedded files once. They are part of the program and a test reads them, so that those who only fill
// need no error.
var tables = sync.OnceValues(func() (*table, error) {
	t := &table{bySection: map[[2]string][]*Row{}}
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

func (t *table) read(name string) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comment = '#'
	for first := true; ; first = false {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, _ := in.FieldPos(0)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		case first:
			continue // the names of the columns
		case path.Base(name) == "sources.csv":
			t.sources = append(t.sources, Source{cells[0], cells[1], cells[2]})
			continue
		}
		r, err := readRow(cells)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
		r.Table = strings.TrimSuffix(path.Base(name), ".csv")
		t.rows = append(t.rows, r)
	}
}

// readRow reads code, section, reach, grade, fact, value, cite, sure and source.
func readRow(cells []string) (Row, error) {
	if len(cells) != 9 {
		return Row{}, fmt.Errorf("%d columns; write 9", len(cells))
	}
	statute, ok := Parse(printed(cells[0])+cells[1], "")
	if !ok || statute.Code != cells[0] {
		return Row{}, fmt.Errorf("section: %q is no section of %q", cells[1], cells[0])
	}
	r := Row{Statute: statute, Bare: cells[2] == "bare", Grade: cells[3], Fact: cells[4], Cite: cells[6], Sure: cells[7], Source: cells[8]}
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
