package source

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// records are the rows of a table, whatever holds them.
type records interface {
	// next is the next row, valid until the one after it. An error of type *Problem is of this row only; any other ends the file.
	next() ([]string, position, error)
	close() error
}

// position is where a row stands.
type position struct {
	line  int
	sheet string
}

func (p *Problem) Error() string { return p.What }

// csvRecords reads CSV.
type csvRecords struct {
	in   *Input
	text *text
	from *csv.Reader
	last int // line of the last record
}

// dialect is how a CSV file is written.
type dialect struct {
	separator rune // ',' where 0
	latin     bool // Windows-1252, of which Latin-1 is a part
}

func openCSV(in *Input, from *bufio.Reader, d dialect) (*csvRecords, error) {
	t, err := openText(in, from)
	if err != nil {
		return nil, err
	}
	var utf8 io.Reader = t
	if d.latin {
		utf8 = transform.NewReader(t, charmap.Windows1252.NewDecoder())
	}
	r := csv.NewReader(utf8)
	r.ReuseRecord, r.FieldsPerRecord = true, -1
	if d.separator != 0 {
		r.Comma = d.separator
	}
	return &csvRecords{in: in, text: t, from: r}, nil
}

func (r *csvRecords) next() ([]string, position, error) {
	r.text.begin()
	fields, err := r.from.Read()
	if err == nil {
		r.last, _ = r.from.FieldPos(0)
		return fields, position{line: r.last}, nil
	}
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		r.last = parse.StartLine
		return nil, position{line: parse.StartLine}, &Problem{Line: parse.StartLine, What: quoteProblem(parse)}
	case errors.Is(err, errRecord):
		return nil, position{}, r.in.errorf(r.last+1, "a record of more than %d bytes; is a quote missing, or is this no CSV?", r.in.Limits.Record)
	}
	return nil, position{}, err
}

// quoteProblem says what is wrong with the quotes of a record.
func quoteProblem(e *csv.ParseError) string {
	where := ""
	if e.Line > e.StartLine {
		where = fmt.Sprintf(" (with the lines to %d)", e.Line)
	}
	if errors.Is(e.Err, csv.ErrQuote) {
		return "a quoted cell does not end as one" + where + "; write a quote inside it twice"
	}
	return "a quote inside a cell that does not begin with one" + where + "; quote the whole cell"
}

func (r *csvRecords) close() error { return nil }
