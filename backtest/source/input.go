package source

import (
	"fmt"
	"io"

	"sallyport/backtest/cell"
)

// Input is a file to read.
type Input struct {
	Name     string      // in errors
	Stream   io.Reader   // from its beginning; enough for CSV and JSON lines, gzip or not
	At       io.ReaderAt // XLSX and Parquet are read from it; nil for a pipe
	Size     int64       // bytes, where At is given
	Progress func(bytes int64)
	Limits   Limits // DefaultLimits where zero
}

// Limits are the most that is read. A file that passes one is refused before memory is taken for it.
type Limits struct {
	Record   int64 // bytes of one record: a line, or several where a quoted cell has line breaks
	Cell     int   // bytes of one cell
	Columns  int
	Rows     int64
	Unpacked int64 // bytes that a packed file may unpack to
}

// DefaultLimits are far beyond the files that are known: hundreds of columns, millions of rows, gigabytes.
var DefaultLimits = Limits{Record: 1 << 20, Cell: 1 << 16, Columns: 1000, Rows: 1e9, Unpacked: 1 << 40}

func (in *Input) errorf(line int, format string, args ...any) error {
	return &cell.Error{File: in.Name, Line: line, What: fmt.Sprintf(format, args...)}
}

func (in *Input) errorAt(pos position, format string, args ...any) error {
	return &cell.Error{File: in.Name, Line: pos.line, Sheet: pos.sheet, What: fmt.Sprintf(format, args...)}
}

// counter counts the bytes of the file that have been read, and says so.
type counter struct {
	in    io.Reader
	bytes int64
	tell  func(int64)
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.bytes += int64(n); c.tell != nil && n > 0 {
		c.tell(c.bytes)
	}
	return n, err
}
