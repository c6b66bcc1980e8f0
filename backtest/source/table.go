package source

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sallyport/backtest/cell"
)

// rowReader makes rows of a table's cells: one for each format.
type rowReader interface {
	// columns are the columns it reads, in the order of the cells it is given.
	columns() []wanted
	extras() []string
	// row adds the row to the batch, or a problem. Cells of columns that are not there are "".
	row(b *Batch, cells []string, pos position)
}

// table is a Source of a table's rows.
type table struct {
	in     *Input
	opened records
	from   records // opened, until it fails
	read   rowReader
	head   *heading
	rows   int64
	notes  []Problem // of the heading, for the first piece
}

func newTable(in *Input, from records, read rowReader) (*table, error) {
	head, pos, err := findHeading(in, from, read.columns())
	if err != nil {
		return nil, err
	}
	t := &table{in: in, opened: from, from: from, read: read, head: head}
	if len(head.left) > 0 {
		t.notes = []Problem{{Line: pos.line, Sheet: pos.sheet, Kept: true, What: "columns that are not read: " + cell.Clip(strings.Join(head.left, ", "), 1000)}}
	}
	return t, nil
}

func (t *table) Extras() []string { return t.read.extras() }

// Close gives back what reading took.
func (t *table) Close() error { return t.opened.close() }

// tablePiece is some rows of a table: the cells that are read, one row after the other.
type tablePiece struct {
	table    *table
	cells    []string
	at       []position
	problems []Problem
}

// Next reads the cells of the next rows; making cases of them is for the piece's reader.
func (t *table) Next() (Piece, error) {
	p := &tablePiece{table: t, problems: t.notes, cells: make([]string, 0, BatchRows*len(t.head.at)), at: make([]position, 0, BatchRows)}
	t.notes = nil
	for len(p.at)+len(p.problems) < BatchRows {
		fields, pos, err := t.from.next()
		if problem := (*Problem)(nil); errors.As(err, &problem) {
			p.problems = append(p.problems, *problem)
			t.rows++
			continue
		}
		if errors.Is(err, io.EOF) && len(p.at)+len(p.problems) > 0 {
			break
		}
		if err != nil {
			return p.orError(err)
		}
		if t.rows++; t.rows > t.in.Limits.Rows {
			return p.orError(t.in.errorAt(pos, "more than %d rows", t.in.Limits.Rows))
		}
		p.add(fields, pos)
	}
	return p, nil
}

// orError gives the rows before an error first; the error comes again with the next piece.
func (p *tablePiece) orError(err error) (Piece, error) {
	if len(p.at)+len(p.problems) == 0 || errors.Is(err, io.EOF) {
		return nil, err
	}
	p.table.from = failed{err}
	return p, nil
}

// failed are records that ended with an error.
type failed struct{ err error }

func (f failed) next() ([]string, position, error) { return nil, position{}, f.err }
func (f failed) close() error                      { return nil }

// add takes the cells that are read of a row with as many cells as the heading.
func (p *tablePiece) add(fields []string, pos position) {
	head := p.table.head
	if len(fields) != head.columns {
		p.problems = append(p.problems, Problem{Line: pos.line, Sheet: pos.sheet, What: fmt.Sprintf("%d cells; the heading has %d", len(fields), head.columns)})
		return
	}
	for _, at := range head.at {
		text := ""
		if at >= 0 {
			text = fields[at]
		}
		p.cells = append(p.cells, text)
	}
	p.at = append(p.at, pos)
}

// Read makes the rows.
func (p *tablePiece) Read(b *Batch) error {
	b.reset()
	if len(p.at)+len(p.problems) == 0 {
		return io.EOF
	}
	b.Problems = append(b.Problems, p.problems...)
	width := len(p.table.head.at)
	for i, pos := range p.at {
		cells := p.cells[i*width : (i+1)*width]
		if bad := p.badCell(cells); bad != "" {
			b.problem(pos, "%s", bad)
			continue
		}
		p.table.read.row(b, cells, pos)
	}
	p.at, p.problems = nil, nil
	return nil
}

// badCell says which cell is no text, or too long.
func (p *tablePiece) badCell(cells []string) string {
	for i, text := range cells {
		if len(text) > p.table.in.Limits.Cell {
			return fmt.Sprintf("%s: a cell of %d bytes; at most %d are read", p.table.name(i), len(text), p.table.in.Limits.Cell)
		}
		if !utf8.ValidString(text) {
			return fmt.Sprintf("%s: %q is not UTF-8; if the file is Latin-1: iconv -f LATIN1 -t UTF-8", p.table.name(i), cell.Clip(text, 60))
		}
	}
	return ""
}

func (t *table) name(i int) string { return t.read.columns()[i].names[0] }

// problem lists a row that could not be read.
func (b *Batch) problem(pos position, format string, args ...any) {
	b.Problems = append(b.Problems, Problem{Line: pos.line, Sheet: pos.sheet, What: fmt.Sprintf(format, args...)})
}

// prepared reads the day on which a request was prepared. It is false, and the row is listed, where the cell says none.
func (b *Batch) prepared(column, text string, pos position, read func(string) (cell.Day, error)) (cell.Day, bool) {
	if text == "" {
		b.problem(pos, "%s: blank; a request without a day cannot be judged", column)
		return cell.Day{}, false
	}
	d, err := read(text)
	if err != nil {
		b.problem(pos, "%s: %v", column, err)
		return cell.Day{}, false
	}
	return d, true
}

// note lists a row that was read without something it says.
func (b *Batch) note(pos position, format string, args ...any) {
	b.Problems = append(b.Problems, Problem{Line: pos.line, Sheet: pos.sheet, What: fmt.Sprintf(format, args...), Kept: true})
}
