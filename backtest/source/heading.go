package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sallyport/backtest/cell"
)

// wanted is a column that a format reads, under one of its names.
type wanted struct {
	names []string // as plainName gives them
	must  bool
}

// headingRows is how far down a heading may stand: the sheets of the federal release have six rows above it.
const headingRows = 20

// heading is a table's heading, found.
type heading struct {
	columns int      // of the table
	at      []int    // where each wanted column stands, -1 where it does not
	left    []string // headings that are not read
}

// findHeading reads down to the row that has every column that must be there. The error is of the first row where none has.
func findHeading(in *Input, from records, want []wanted) (*heading, position, error) {
	var first error
	for row := 0; row < headingRows; row++ {
		fields, pos, err := from.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if problem := (*Problem)(nil); errors.As(err, &problem) {
			continue
		}
		if err != nil {
			return nil, pos, err
		}
		if len(fields) > in.Limits.Columns {
			return nil, pos, in.errorAt(pos, "%d columns; at most %d are read", len(fields), in.Limits.Columns)
		}
		h, err := readHeading(fields, want)
		if err == nil {
			return h, pos, nil
		}
		if first == nil {
			first = in.errorAt(pos, "%v", err)
		}
	}
	if first == nil {
		first = in.errorf(1, "empty; it begins with the names of its columns")
	}
	return nil, position{}, first
}

// readHeading finds the wanted columns among the names of a row.
func readHeading(fields []string, want []wanted) (*heading, error) {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = cell.PlainName(f)
	}
	h := &heading{columns: len(fields), at: make([]int, len(want))}
	read := make([]bool, len(fields))
	var missing []string
	for i, w := range want {
		h.at[i] = -1
		for _, name := range w.names { // the first of its names that is there
			if h.at[i] = slices.Index(names, name); h.at[i] >= 0 {
				break
			}
		}
		switch at := h.at[i]; {
		case at < 0 && w.must:
			missing = append(missing, w.names[0])
		case at >= 0 && slices.Contains(names[at+1:], names[at]):
			return nil, fmt.Errorf("column %s: given twice", fields[at])
		case at >= 0:
			read[at] = true
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("no column %s; the columns are %s", strings.Join(missing, ", "), shown(fields))
	}
	for i := range fields {
		if !read[i] && names[i] != "" {
			h.left = append(h.left, fields[i])
		}
	}
	return h, nil
}

// shown lists names for a person, not more than a line of them.
func shown(names []string) string {
	s := strings.Join(names, ", ")
	if len(names) == 1 {
		s += " (is the separator another than a comma?)"
	}
	return cell.Clip(s, 300)
}
