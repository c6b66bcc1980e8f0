// Package report writes what a backtest found: one HTML page, complete in itself and without a script, its tables as
// CSV and Parquet, and a manifest from which the run can be repeated to the byte. It reads no clock: the same input, packs and
// parameters give the same bytes.
package report

import (
	"encoding/json"
	"io"

	"sallyport/backtest"
	"sallyport/backtest/synth"
)

// Input is what a report is about.
type Input struct {
	Results    *backtest.Results
	Population *synth.Statement // what a population says of itself; nil for other files
	Manifest   Manifest
}

// Manifest says what a run was made from.
type Manifest struct {
	Version   int      `json:"v"`
	Input     File     `json:"input"`
	Map       *File    `json:"map,omitempty"` // the mapping of the file's columns
	Packs     string   `json:"packs"`         // the digest of the packs: packs.Digest
	Engine    string   `json:"engine"`
	Regimes   []string `json:"regimes"`
	Seed      uint64   `json:"seed"`
	Sample    int      `json:"sample"`                // rows, about, that are decided one by one
	Ask       string   `json:"ask,omitempty"`         // the action that every row asks, whatever it says
	AtItsWord bool     `json:"at_its_word,omitempty"` // "no conviction" and "no charge" of the detainer file were read as seen
	Synthetic int64    `json:"synthetic,omitempty"`   // rows that are invented
	Outputs   []File   `json:"outputs,omitempty"`
}

// File is a file and its digest.
type File struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Format string `json:"format,omitempty"`
}

// Write writes the manifest as JSON.
func (m *Manifest) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(m)
}
