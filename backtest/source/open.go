package source

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"sallyport/backtest/cell"
	"sallyport/backtest/mapping"
	"sallyport/backtest/place"
)

// Format is what a file is.
type Format string

const (
	Recognised Format = ""          // found out from the file's beginning
	Cases      Format = "cases"     // native cases, JSON lines or Parquet
	FY2015     Format = "fy2015"    // the requests of October 2014 to July 2015
	Detainers  Format = "detainers" // the federal detainer file, CSV or XLSX
)

// How says how to read a file.
type How struct {
	Format    Format
	Map       *mapping.Mapping // of any other CSV; Format is not asked for then
	Action    Action           // what every row asks for; native cases say it themselves
	AtItsWord bool             // of the detainer file: read "no conviction" and "no charge" as a record that was seen and is empty
	Places    *place.Table
}

// Open begins to read a file. The error is one line that says what is wrong with it and what to do.
func Open(in Input, how How) (Source, error) {
	if in.Limits == (Limits{}) {
		in.Limits = DefaultLimits
	}
	if err := how.Action.check(); err != nil {
		return nil, err
	}
	from := bufio.NewReaderSize(&counter{in: in.Stream, tell: in.Progress}, 1<<16)
	begin, err := from.Peek(4)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s: %w", in.Name, err)
	}
	if len(begin) == 0 {
		return nil, in.errorf(1, "empty")
	}
	switch {
	case how.Map != nil:
		return openMapped(&in, from, &how)
	case bytes.Equal(begin, []byte("PAR1")):
		if how.Format != Recognised && how.Format != Cases {
			return nil, in.errorf(0, "a Parquet file; only native cases are read from Parquet: --format cases")
		}
		return opened(openParquet(&in, how.Places))
	case bytes.Equal(begin, []byte("PK\x03\x04")):
		if how.Format != Recognised && how.Format != Detainers {
			return nil, in.errorf(0, "a workbook or another archive; only the detainer file is read from XLSX: --format detainers")
		}
		return openSheets(&in, &how)
	case how.Format == Cases, how.Format == Recognised && begin[0] == '{':
		return opened(openLines(&in, from, how.Places))
	}
	return openTable(&in, from, &how)
}

// opened makes one of several kinds of source a Source, and nothing of none.
func opened[S Source](s S, err error) (Source, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

func openMapped(in *Input, from *bufio.Reader, how *How) (Source, error) {
	records, err := openCSV(in, from, dialect{how.Map.Separator, how.Map.Latin})
	if err != nil {
		return nil, err
	}
	return opened(newTable(in, records, newMapped(how.Map, how.Places, how.Action)))
}

// openSheets reads the detainer file from a workbook.
func openSheets(in *Input, how *How) (Source, error) {
	read := how.rows(Detainers)
	records, err := openXLSX(in, read.columns())
	if err != nil {
		return nil, err
	}
	t, err := newTable(in, records, read)
	if err != nil {
		records.close()
		return nil, err
	}
	records.head = t.head
	return t, nil
}

// openTable reads one of the federal files from CSV. Where the format is not said, the heading says it.
func openTable(in *Input, from *bufio.Reader, how *How) (Source, error) {
	format := how.Format
	switch format {
	case FY2015, Detainers:
	case Recognised:
		format = Detainers
		if looksLikeFY2015(from) {
			format = FY2015
		}
	default:
		return nil, fmt.Errorf("format %q is not cases, fy2015 or detainers", format)
	}
	records, err := openCSV(in, from, dialect{})
	if err != nil {
		return nil, err
	}
	return opened(newTable(in, records, how.rows(format)))
}

// rows are the rows of a federal file.
func (h *How) rows(format Format) rowReader {
	r := requests{h.Places, h.Action}
	if format == FY2015 {
		return &fy2015{r}
	}
	return &detainers{r, h.AtItsWord}
}

// looksLikeFY2015 looks at the beginning of a file, which may be packed, for the heading that only that file has.
func looksLikeFY2015(from *bufio.Reader) bool {
	begin, _ := from.Peek(1 << 12)
	if unpacked, err := gunzipped(begin); err == nil {
		begin = unpacked
	}
	first, _, _ := strings.Cut(string(begin), "\n")
	name := cell.PlainName(first)
	return strings.HasPrefix(name, "prepare_date_") && strings.Contains(name, "detainer_detention_facility")
}
