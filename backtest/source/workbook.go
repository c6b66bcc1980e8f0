package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"sallyport/backtest/cell"
)

// Limits on the parts of a workbook. A cell of a workbook holds at most 32,767 characters, so that no run of text is
// longer than that in UTF-8 with every character escaped.
const (
	maxWorkbook = 1 << 30   // bytes of the file itself, which the library holds in memory
	maxParts    = 10_000    // files in the archive
	maxPart     = 16 << 20  // unpacked bytes of a part that is held in memory; longer sheets lie in temporary files
	maxStrings  = 1 << 30   // unpacked bytes of the table of texts
	maxRun      = 32767 * 8 // bytes between two tags, or in one
)

// workbookSize is what a look through the sheets found.
type workbookSize struct{ rows int64 }

// checkWorkbook unpacks every part once, keeping nothing, and refuses what would take memory without end: parts that unpack
// to more than they say or to more than the limits, texts that no cell can hold.
func checkWorkbook(in *Input) (workbookSize, error) {
	var size workbookSize
	if in.Size > maxWorkbook {
		return size, in.errorf(0, "a workbook of more than %d bytes; save its sheets as CSV", maxWorkbook)
	}
	archive, err := zip.NewReader(in.At, in.Size)
	if err != nil {
		return size, in.errorf(0, "not a workbook that can be read: %v", err)
	}
	if len(archive.File) > maxParts {
		return size, in.errorf(0, "an archive of %d files; a workbook has fewer", len(archive.File))
	}
	left := in.Limits.Unpacked
	for _, part := range archive.File {
		rows, err := checkPart(part, &left)
		if err != nil {
			return size, in.errorf(0, "%s: %v", cell.Clip(part.Name, 100), err)
		}
		size.rows += rows
	}
	return size, nil
}

// checkPart looks through one part, and counts its rows if it is a sheet.
func checkPart(part *zip.File, left *int64) (rows int64, err error) {
	name := strings.ToLower(strings.ReplaceAll(part.Name, "\\", "/"))
	most := int64(maxPart)
	sheet := strings.HasPrefix(name, "xl/worksheets/sheet")
	switch {
	case sheet:
		most = *left
	case strings.HasSuffix(name, "sharedstrings.xml"):
		most = min(maxStrings, *left)
	}
	said := int64(part.UncompressedSize64)
	if said < 0 || said > min(most, *left) {
		return 0, fmt.Errorf("says that it unpacks to %d bytes; at most %d are read", part.UncompressedSize64, min(most, *left))
	}
	*left -= said
	from, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer from.Close()
	scan := xmlScan{in: io.LimitReader(from, said+1)}
	if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || sheet {
		rows, err = scan.rows()
	} else {
		scan.total, err = io.Copy(io.Discard, scan.in)
	}
	if err == nil && scan.total != said {
		err = errors.New("does not unpack to as many bytes as it says")
	}
	return rows, err
}

// xmlScan passes over XML without holding it.
type xmlScan struct {
	in    io.Reader
	total int64
}

// rows counts the tags <row and refuses a run of text, or a tag, that is too long.
func (x *xmlScan) rows() (rows int64, err error) {
	buffer := make([]byte, 1<<16)
	run, kept := 0, 0 // bytes since the last < or >, bytes kept from before
	for {
		n, err := x.in.Read(buffer[kept:])
		x.total += int64(n)
		b := buffer[:kept+n]
		for at := kept; at < len(b); {
			end := bytes.IndexAny(b[at:], "<>")
			if end < 0 {
				run += len(b) - at
				break
			}
			if run += end; run > maxRun {
				break
			}
			run, at = 0, at+end+1
		}
		if run > maxRun {
			return rows, fmt.Errorf("a text of more than %d bytes, which no cell can hold", maxRun)
		}
		rows += int64(bytes.Count(b, []byte("<row ")) + bytes.Count(b, []byte("<row>")))
		kept = copy(buffer, b[len(b)-min(4, len(b)):]) // of a tag that may go on
		switch {
		case err == io.EOF:
			return rows, nil
		case err != nil:
			return rows, err
		}
	}
}
