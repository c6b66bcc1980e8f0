package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsxRecords reads the sheets of a workbook one after the other. Every sheet has its own heading, which the first one read
// fixes: a sheet without it is listed and passed over.
type xlsxRecords struct {
	in     *Input
	book   *excelize.File
	want   []wanted
	sheets []string // still to be read
	sheet  string
	rows   *excelize.Rows
	row    int
	head   *heading // once it is found
	passed bool     // the sheet at work is not read
	size   workbookSize
	read   int64 // rows
}

func openXLSX(in *Input, want []wanted) (*xlsxRecords, error) {
	if in.At == nil {
		return nil, in.errorf(0, "an XLSX file cannot be read from a pipe; give the file's name")
	}
	size, err := checkWorkbook(in)
	if err != nil {
		return nil, err
	}
	book, err := openWorkbook(in)
	if err != nil {
		return nil, in.errorf(0, "not a workbook that can be read: %v", err)
	}
	r := &xlsxRecords{in: in, book: book, want: want, sheets: book.GetSheetList(), size: size}
	props, err := book.GetWorkbookProps()
	switch {
	case err != nil:
		err = in.errorf(0, "not a workbook that can be read: %v", err)
	case len(r.sheets) == 0:
		err = in.errorf(0, "a workbook without sheets")
	case props.Date1904 != nil && *props.Date1904:
		err = in.errorf(0, "its days are counted from 1904; save it as CSV")
	default:
		err = r.openSheet()
	}
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

// close removes the temporary files.
func (r *xlsxRecords) close() error { return r.book.Close() }

// openWorkbook hands the file to the library. What it unpacks beyond a few megabytes lies in temporary files.
func openWorkbook(in *Input) (book *excelize.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("damaged: %v", p)
		}
	}()
	return excelize.OpenReader(io.NewSectionReader(in.At, 0, in.Size), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: in.Limits.Unpacked, UnzipXMLSizeLimit: min(maxPart, in.Limits.Unpacked),
	})
}

// openSheet turns to the next sheet, or returns io.EOF.
func (r *xlsxRecords) openSheet() error {
	if r.rows != nil {
		if err := r.rows.Close(); err != nil {
			return err
		}
	}
	if len(r.sheets) == 0 {
		return io.EOF
	}
	r.sheet, r.sheets, r.row, r.passed = r.sheets[0], r.sheets[1:], 0, false
	rows, err := r.book.Rows(r.sheet)
	if err != nil {
		return r.damaged(err)
	}
	r.rows = rows
	return nil
}

func (r *xlsxRecords) damaged(err any) error {
	return r.in.errorAt(position{r.row, r.sheet}, "damaged: %v", err)
}

// next gives the next row that is not empty. Cells left out at its end are "".
func (r *xlsxRecords) next() ([]string, position, error) {
	for {
		fields, err := r.line()
		if err != nil {
			return nil, position{}, err
		}
		pos := position{r.row, r.sheet}
		if !slices.ContainsFunc(fields, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			continue
		}
		if r.head != nil {
			fields = toWidth(fields, r.head.columns)
		}
		return fields, pos, nil
	}
}

// toWidth adds or takes away empty cells at the end of a row, which a sheet leaves out or not.
func toWidth(fields []string, n int) []string {
	for len(fields) > n && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	for len(fields) < n {
		fields = append(fields, "")
	}
	return fields
}

// line is the next row of the sheet, or of the next sheet below its heading.
func (r *xlsxRecords) line() (fields []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			fields, err = nil, r.damaged(p)
		}
	}()
	for r.passed || !r.rows.Next() {
		if err := r.rows.Error(); err != nil {
			return nil, r.damaged(err)
		}
		if err := r.nextSheet(); err != nil {
			return nil, err
		}
	}
	r.row++
	if r.read++; r.in.Progress != nil && r.read%1000 == 0 && r.size.rows > 0 {
		r.in.Progress(min(r.in.Size, r.in.Size*r.read/r.size.rows))
	}
	fields, err = r.rows.Columns()
	if err != nil {
		return nil, r.damaged(err)
	}
	if len(fields) > r.in.Limits.Columns {
		return nil, r.in.errorAt(position{r.row, r.sheet}, "%d columns; at most %d are read", len(fields), r.in.Limits.Columns)
	}
	return fields, nil
}

// nextSheet turns to the next sheet and reads down to its heading, which must be that of the first. A sheet without it is
// a problem, and passed over.
func (r *xlsxRecords) nextSheet() error {
	if err := r.openSheet(); err != nil || r.head == nil { // without a heading, it is still looked for
		return err
	}
	for range headingRows {
		if !r.rows.Next() {
			break
		}
		r.row++
		fields, err := r.rows.Columns()
		if err != nil {
			return r.damaged(err)
		}
		if head, err := readHeading(fields, r.want); err == nil && head.columns == r.head.columns && slices.Equal(head.at, r.head.at) {
			return nil
		}
	}
	r.passed = true
	return &Problem{Sheet: r.sheet, What: "the sheet is not read: it has not the heading of the one before; if it holds rows, read it as a file of its own"}
}
