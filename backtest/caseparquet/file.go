package caseparquet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"sallyport"
)

// Limits on a file that somebody else wrote, met before anything is allocated for it.
const (
	maxFooter  = 64 << 20 // bytes of the description at its end
	maxColumns = 1000
	maxPage    = 64 << 20 // bytes of one page, unpacked
	maxValues  = 8 << 20  // values of one page
	maxList    = 1000     // convictions, or charges, of one case
)

// File is a file of cases, opened.
type File struct {
	in      io.ReaderAt
	file    *parquet.File
	columns []readColumn
	rows    int64
}

// Open reads the description of a file of size bytes. The error says which column is none of a case, or what is wrong with
// the file.
func Open(in io.ReaderAt, size int64) (f *File, err error) {
	defer hold(&err)
	if err := checkFooter(in, size); err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(in, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	f = &File{in: in, file: file}
	for _, group := range file.RowGroups() {
		rows := group.NumRows()
		if rows < 0 || rows > math.MaxInt32 {
			return nil, fmt.Errorf("says that a row group has %d rows", rows)
		}
		f.rows += rows
	}
	return f, f.readSchema()
}

// hold turns a panic of the library on a damaged file into an error.
func hold(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("damaged: %v", p)
	}
}

// checkFooter looks at the last bytes, so that a length that cannot be is not allocated.
func checkFooter(in io.ReaderAt, size int64) error {
	var end [8]byte
	if size < 12 {
		return errors.New("too short for a Parquet file")
	}
	if _, err := in.ReadAt(end[:], size-8); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if string(end[4:]) != "PAR1" {
		return errors.New("does not end as a Parquet file does; it may be cut short")
	}
	if n := int64(binary.LittleEndian.Uint32(end[:4])); n > maxFooter || n > size-12 {
		return fmt.Errorf("says that its description is %d bytes long", n)
	}
	return nil
}

// Rows is the number of cases.
func (f *File) Rows() int64 { return f.rows }

// Note is a text that the file's maker wrote into its description; "" where there is none.
func (f *File) Note(key string) string {
	text, _ := f.file.Lookup(key)
	return text
}

// Groups is the number of row groups: parts that may be read side by side.
func (f *File) Groups() int { return len(f.file.RowGroups()) }

// GroupRows is the number of cases in a row group.
func (f *File) GroupRows(group int) int64 { return f.file.RowGroups()[group].NumRows() }

// GroupBytes is the number of bytes of the file that the row group takes up.
func (f *File) GroupBytes(group int) int64 {
	return f.file.Metadata().RowGroups[group].TotalCompressedSize
}

// readSchema finds the columns; one that is none of a case's is an error, as an unknown key of a case file is.
func (f *File) readSchema() error {
	facts, root := caseFields(), f.file.Root()
	if len(f.file.Schema().Columns()) > maxColumns {
		return fmt.Errorf("has more than %d columns", maxColumns)
	}
	for _, c := range root.Columns() {
		var err error
		if i := slices.Index(lists[:], c.Name()); i >= 0 {
			err = f.addList(c, i)
		} else if i := slices.IndexFunc(facts, func(f field) bool { return f.name == c.Name() }); i >= 0 {
			err = f.add(c, &facts[i], ofCase)
		} else if fill, ok := ownFills[c.Name()]; ok {
			err = f.addOwn(c, fill)
		} else {
			err = errors.New("no such column in a file of cases")
		}
		if err != nil {
			return fmt.Errorf("column %s: %w", c.Name(), err)
		}
	}
	for _, must := range []string{columnAt, columnAgency} {
		if root.Column(must) == nil {
			return fmt.Errorf("column %s: missing; every case has it", must)
		}
	}
	return nil
}

// addList finds the columns of a list: LIST, its repeated group, the group of an offence.
func (f *File) addList(c *parquet.Column, list int) error {
	fields := offenceFields(lists[list])
	if len(c.Columns()) != 1 || !c.Columns()[0].Repeated() || c.Repeated() {
		return errors.New("not a LIST; where it was not seen it must be null")
	}
	repeated := c.Columns()[0]
	element := repeated
	if len(repeated.Columns()) == 1 && !repeated.Columns()[0].Leaf() {
		element = repeated.Columns()[0]
	}
	where := listLevels{of: list + 1, known: c.MaxDefinitionLevel(), there: repeated.MaxDefinitionLevel()}
	for _, leaf := range element.Columns() {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == leaf.Name() })
		if i < 0 {
			return fmt.Errorf("%s: no such fact of %s", leaf.Name(), lists[list])
		}
		if err := f.add(leaf, &fields[i], where); err != nil {
			return fmt.Errorf("%s: %w", leaf.Name(), err)
		}
	}
	if len(element.Columns()) == 0 {
		return errors.New("has no columns")
	}
	return nil
}

// add adds a column of a fact.
func (f *File) add(c *parquet.Column, what *field, where listLevels) error {
	if !c.Leaf() || c.MaxRepetitionLevel() != min(where.of, 1) {
		return errors.New("not a plain column")
	}
	decode, err := what.decoder(c)
	if err != nil {
		return err
	}
	f.columns = append(f.columns, readColumn{column: c.Index(), name: strings.Join(c.Path(), "."), full: c.MaxDefinitionLevel(), list: where, decode: decode, field: what})
	return nil
}

// addOwn adds a column that is no fact.
func (f *File) addOwn(c *parquet.Column, fill ownFill) error {
	if !c.Leaf() || c.Repeated() {
		return errors.New("not a plain column")
	}
	decode, err := (&field{fact: &sallyport.Fact{Kind: fill.kind}}).decoder(c)
	if err != nil {
		return err
	}
	f.columns = append(f.columns, readColumn{column: c.Index(), name: c.Name(), full: c.MaxDefinitionLevel(), decode: decode, own: fill.fill})
	return nil
}
