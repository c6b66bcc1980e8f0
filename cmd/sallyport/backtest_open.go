package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"sallyport/backtest/caseparquet"
	"sallyport/backtest/mapping"
	"sallyport/backtest/place"
	pages "sallyport/backtest/report"
	"sallyport/backtest/source"
	"sallyport/backtest/synth"
)

// input is a file that was opened for a backtest.
type input struct {
	pages.File
	mapping    *pages.File
	rows       int64 // at most; 0 where only reading it tells
	source     source.Source
	population *synth.Statement // of a file that says what it was made from
	file       *os.File
}

func (in *input) Close() error { return in.file.Close() }

// open opens the file, with its digest and the number of its rows, or of its lines.
func (c *backtestRunCmd) open() (*input, error) {
	f, err := os.Open(c.In)
	if err != nil {
		return nil, err
	}
	in := &input{file: f, File: pages.File{Name: filepath.Base(c.In), Format: c.Format}}
	err = in.digest(f)
	if err == nil {
		err = c.read(in)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return in, nil
}

// read begins to read the rows.
func (c *backtestRunCmd) read(in *input) error {
	how := source.How{Format: source.Format(c.Format), Action: source.Action(c.Ask), AtItsWord: c.AtItsWord}
	var err error
	if how.Places, err = place.New(); err != nil {
		return err
	}
	if c.Map != "" {
		text, err := os.ReadFile(c.Map)
		if err != nil {
			return err
		}
		if how.Map, err = mapping.Read(c.Map, bytes.NewReader(text)); err != nil {
			return err
		}
		sum := sha256.Sum256(text)
		in.mapping = &pages.File{Name: filepath.Base(c.Map), Bytes: int64(len(text)), SHA256: hex.EncodeToString(sum[:])}
	}
	in.source, err = source.Open(source.Input{Name: c.In, Stream: in.file, At: in.file, Size: in.Bytes}, how)
	return err
}

// digest reads the whole file once: its SHA-256, and how many rows it has at most.
func (in *input) digest(f *os.File) error {
	h := sha256.New()
	size, lines := counting{}, lineCounter{}
	if _, err := io.Copy(io.MultiWriter(h, &size, &lines), f); err != nil {
		return err
	}
	in.Bytes, in.SHA256, in.rows = size.n, hex.EncodeToString(h.Sum(nil)), lines.n
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	switch {
	case bytes.HasPrefix(lines.begin, []byte("PAR1")):
		in.rows = 0
		if err := in.describe(f); err != nil {
			return err
		}
	case bytes.HasPrefix(lines.begin, []byte("PK")):
		in.rows = 0 // a workbook: only reading it tells
	case bytes.HasPrefix(lines.begin, []byte{0x1f, 0x8b}):
		in.rows = 0
		if unpacked, err := gzip.NewReader(f); err == nil {
			lines = lineCounter{}
			_, _ = io.Copy(&lines, io.LimitReader(unpacked, source.DefaultLimits.Unpacked)) // likewise
			in.rows = lines.n
		}
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// describe reads what a Parquet file says of itself.
func (in *input) describe(f *os.File) error {
	parquet, err := caseparquet.Open(f, in.Bytes)
	if err != nil {
		return nil //nolint:nilerr // what is wrong with it, reading it will say
	}
	in.rows = parquet.Rows()
	if note := parquet.Note(synth.StatementKey); note != "" {
		if in.population, err = synth.ReadStatement(note); err != nil {
			return fmt.Errorf("%s: %w; make it again with sallyport backtest synth", f.Name(), err)
		}
	}
	return nil
}

// lineCounter counts lines, and keeps the first bytes.
type lineCounter struct {
	n     int64
	begin []byte
}

func (l *lineCounter) Write(p []byte) (int, error) {
	if len(l.begin) < 4 {
		l.begin = append(l.begin, p[:min(len(p), 4)]...)
	}
	l.n += int64(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}

// engineVersion is the module's version and the commit it was built from, as far as the build knows them.
func engineVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Path + " " + info.Main.Version
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			version += " " + s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			version += " with changes"
		}
	}
	return version + " " + info.GoVersion
}

// at shows how many are done, how many a second, and how long the rest will take.
func (p *progress) at(done int64) {
	if p.w == nil {
		return
	}
	now := time.Now()
	if now.Sub(p.shown) < 200*time.Millisecond {
		return
	}
	p.shown = now
	rate := float64(done) / max(now.Sub(p.began).Seconds(), 0.001)
	if p.total == 0 { // of a workbook only reading it tells
		fmt.Fprintf(p.w, "\r%d %s, %.0f a second   ", done, p.what, rate)
		return
	}
	fmt.Fprintf(p.w, "\r%d of %d %s, %.0f a second, %.0f s left   ", done, max(int64(p.total), done), p.what, rate, max(0, float64(int64(p.total)-done)/max(rate, 1)))
}
