package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"sallyport"
	"sallyport/backtest/place"
	"sallyport/casefile"
)

// lines is a Source of native cases, one JSON object a line.
type lines struct {
	in     *Input
	text   *text
	from   *bufio.Reader
	line   int
	places *place.Table
	failed error
}

// linesTogether is how many lines a piece has: reading a case strictly is slow, so that pieces are small.
const linesTogether = 128

func openLines(in *Input, from *bufio.Reader, places *place.Table) (*lines, error) {
	t, err := openText(in, from)
	if err != nil {
		return nil, err
	}
	return &lines{in: in, text: t, from: bufio.NewReaderSize(t, 1<<16), places: places}, nil
}

func (l *lines) Extras() []string { return nil }
func (l *lines) Close() error     { return nil }

// linePiece is some lines of a file.
type linePiece struct {
	from  *lines
	first int // line of the first
	lines [][]byte
}

func (l *lines) Next() (Piece, error) {
	p := &linePiece{from: l, first: l.line + 1}
	for l.failed == nil && len(p.lines) < linesTogether {
		var line []byte
		if line, l.failed = l.next(); l.failed == nil {
			l.line++
			p.lines = append(p.lines, line)
		}
		if int64(l.line) > l.in.Limits.Rows {
			l.failed = l.in.errorf(l.line, "more than %d rows", l.in.Limits.Rows)
		}
	}
	if len(p.lines) == 0 {
		return nil, l.failed
	}
	return p, nil
}

// next is the next line, without its end. A line that is too long ends the file.
func (l *lines) next() ([]byte, error) {
	l.text.begin()
	line, err := l.from.ReadBytes('\n')
	switch {
	case errors.Is(err, errRecord), int64(len(line)) > l.in.Limits.Record:
		return nil, l.in.errorf(l.line+1, "a line of more than %d bytes; one case a line is read", l.in.Limits.Record)
	case err == io.EOF && len(line) > 0:
		return line, nil
	case err != nil:
		return nil, err
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

// Read makes cases of the lines. Empty lines are no rows.
func (p *linePiece) Read(b *Batch) error {
	b.reset()
	if p.lines == nil {
		return io.EOF
	}
	for i, line := range p.lines {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			p.from.row(b, p.first+i, line)
		}
	}
	p.lines = nil
	return nil
}

func (l *lines) row(b *Batch, number int, line []byte) {
	if line[0] != '{' {
		b.problem(position{line: number}, "no case; a line is one JSON object that begins with {\"v\": 1")
		return
	}
	seen := false
	err := casefile.Cases(l.in.Name, bytes.NewReader(line), func(c *sallyport.Case, err error) error {
		switch {
		case err != nil:
			return err
		case seen:
			return errors.New("two cases on one line; write one a line")
		}
		seen = true
		row, to := b.add()
		*to = *c
		row.Line = number
		nativeRow(row, to, l.places)
		return nil
	})
	if err != nil {
		if seen {
			b.drop()
		}
		b.problem(position{line: number}, "%s", whatOf(err))
	}
}

// whatOf is what an error of a case file says, without file and line, which are those of the line it was given.
func whatOf(err error) string {
	var e *casefile.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.Key == "" {
		return e.What
	}
	return e.Key + ": " + e.What
}

// nativeRow fills what a row says beside a case that was given as such: its custodian is the agency itself.
func nativeRow(row *Row, c *sallyport.Case, places *place.Table) {
	row.Month = c.At.Year()*100 + int(c.At.Month())
	row.Custodian = place.Custodian{Agency: c.Agency, By: "given"}
	if v := c.Facts[factKind]; v.State == sallyport.Known {
		row.Custodian.Kind = sallyport.CaseFacts[factKind].Format(v)
	}
	_, county := places.Activated(c.Agency)
	lockup := row.Custodian.Kind == "city_lockup"
	switch {
	case c.Agency == "us":
		row.Custodian.Level = place.Federal
	case row.Custodian.Kind == "state_prison":
		row.Custodian.Level = place.Prison
	case !strings.Contains(c.Agency, "/"):
		row.Custodian.Level = place.State
	case county && !lockup:
		row.Custodian.Level, row.Custodian.County = place.County, c.Agency
	default:
		row.Custodian.Level, row.Custodian.County = place.City, places.CountyOf(c.Agency)
	}
	row.Custodian.Activated, _ = places.Activated(row.Custodian.County)
}
