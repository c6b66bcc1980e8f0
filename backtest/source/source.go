// Package source reads files of requests into one stream of rows, whatever the format: a row is a case with what the
// file says beside it. Every row is kept or listed: what cannot be read is a Problem with its line and the reason, what is
// blank, redacted or not understood leaves its fact unknown, and nothing is guessed.
//
// Memory is bounded whatever the file says: files are read as streams, and Limits are met before anything is allocated.
// docs/backtest says what each column is taken to mean, and why.
package source

import (
	"errors"
	"io"

	"sallyport"
	"sallyport/backtest/place"
)

// Row is one request of a file. Its texts are as the file gives them; "" is blank, redacted, or no such column.
type Row struct {
	Line      int    // of the file, from 1; a Parquet file's rows are counted from 1
	Sheet     string // of an XLSX file
	Custodian place.Custodian
	Month     int // of the request: 201506
	Facility  string
	City      string
	State     string
	Form      string   // the form, in the file's words
	Lift      string   // why the request ended; an outcome, never a fact of the case
	Extra     []string // what else the file says, in the order of Source.Extras
}

// Problem is a row that could not be read or, where Kept, a row that was read without something it says.
type Problem struct {
	Line  int
	Sheet string
	What  string
	Kept  bool
}

// Batch is some rows of a file, in its order. Its memory is used again; a reader who keeps anything copies it.
type Batch struct {
	Rows     []Row
	Cases    []sallyport.Case // Cases[i] is the case of Rows[i]
	Problems []Problem
	extras   []string
	faults   []string
}

// BatchRows is the most rows that one Read gives.
const BatchRows = 512

// Source is a file being read. It is used by one goroutine; the pieces it hands out may be read side by side, and are
// numbered by the order in which they were handed out.
type Source interface {
	// Next hands out the next piece of the file, or io.EOF. Another error ends the file; the pieces before it are good.
	Next() (Piece, error)
	// Extras names what Row.Extra holds.
	Extras() []string
	// Close gives back what reading took; it does not close the Input.
	Close() error
}

// Piece is a part of a file, read by one goroutine.
type Piece interface {
	// Read fills b with the next rows, or returns io.EOF. Another error ends the piece.
	Read(b *Batch) error
}

// Each reads a whole file in its order, calling each for one batch after the other.
func Each(s Source, each func(*Batch) error) error {
	var b Batch
	for {
		piece, err := s.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for {
			err := piece.Read(&b)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
			if err := each(&b); err != nil {
				return err
			}
		}
	}
}

// reset empties the batch.
func (b *Batch) reset() {
	b.Rows, b.Cases, b.Problems, b.extras = b.Rows[:0], b.Cases[:0], b.Problems[:0], b.extras[:0]
}

// add begins a row. The case is empty, in memory used again.
func (b *Batch) add() (*Row, *sallyport.Case) {
	n := len(b.Rows)
	b.Rows = append(b.Rows, Row{})
	if n == cap(b.Cases) {
		b.Cases = append(b.Cases, sallyport.Case{})
	} else {
		b.Cases = b.Cases[:n+1]
		c := &b.Cases[n]
		convictions, charges := c.Convictions.List[:0], c.Charges.List[:0]
		*c = sallyport.Case{}
		c.Convictions.List, c.Charges.List = convictions, charges
	}
	return &b.Rows[n], &b.Cases[n]
}

// drop takes the row begun last back.
func (b *Batch) drop() {
	b.Rows, b.Cases = b.Rows[:len(b.Rows)-1], b.Cases[:len(b.Cases)-1]
}
