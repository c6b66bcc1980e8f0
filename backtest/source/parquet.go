package source

import (
	"errors"
	"io"

	"sallyport"
	"sallyport/backtest/caseparquet"
	"sallyport/backtest/place"
)

// parquetCases is a Source of native cases in Parquet: one piece a row group.
type parquetCases struct {
	in     *Input
	file   *caseparquet.File
	places *place.Table
	group  int
	row    int64 // rows handed out
	bytes  int64 // of the groups handed out
}

func openParquet(in *Input, places *place.Table) (*parquetCases, error) {
	if in.At == nil {
		return nil, in.errorf(0, "a Parquet file cannot be read from a pipe; give the file's name")
	}
	file, err := caseparquet.Open(in.At, in.Size)
	if err != nil {
		return nil, in.errorf(0, "%v", err)
	}
	if file.Rows() > in.Limits.Rows {
		return nil, in.errorf(0, "%d rows; at most %d are read", file.Rows(), in.Limits.Rows)
	}
	return &parquetCases{in: in, file: file, places: places}, nil
}

func (p *parquetCases) Extras() []string { return nil }
func (p *parquetCases) Close() error     { return nil }

// Next hands out a row group. Its pages are read by whoever reads the piece.
func (p *parquetCases) Next() (Piece, error) {
	if p.group == p.file.Groups() {
		return nil, io.EOF
	}
	piece := &groupPiece{from: p, group: p.group, row: p.row}
	p.row += p.file.GroupRows(p.group)
	if p.bytes += p.file.GroupBytes(p.group); p.in.Progress != nil {
		p.in.Progress(min(p.bytes, p.in.Size))
	}
	p.group++
	return piece, nil
}

type groupPiece struct {
	from  *parquetCases
	group int
	row   int64 // rows before the next one
	rows  *caseparquet.Group
}

func (p *groupPiece) Read(b *Batch) error {
	b.reset()
	if p.rows == nil {
		rows, err := p.from.file.Group(p.group)
		if err != nil {
			return p.from.in.errorf(0, "row group %d: %v", p.group+1, err)
		}
		p.rows = rows
	}
	if b.faults == nil {
		b.faults = make([]string, BatchRows)
	}
	n, err := p.rows.Read(b.room(), b.faults)
	if errors.Is(err, io.EOF) {
		p.rows.Close()
		return io.EOF
	}
	if err != nil {
		return p.from.in.errorf(0, "rows from %d on: %v", p.row+1, err)
	}
	p.keep(b, n)
	return nil
}

// room is memory for a full batch of cases.
func (b *Batch) room() []sallyport.Case {
	if cap(b.Cases) < BatchRows {
		b.Cases = append(b.Cases[:cap(b.Cases)], make([]sallyport.Case, BatchRows-cap(b.Cases))...)
	}
	return b.Cases[:BatchRows]
}

// keep makes rows of the cases without a fault, and moves them together.
func (p *groupPiece) keep(b *Batch, n int) {
	cases := b.Cases[:BatchRows]
	kept := 0
	for i := range n {
		p.row++
		if b.faults[i] != "" {
			b.problem(position{line: int(p.row)}, "%s", b.faults[i])
			continue
		}
		cases[kept], cases[i] = cases[i], cases[kept] // both keep their memory
		b.Rows = append(b.Rows, Row{Line: int(p.row)})
		nativeRow(&b.Rows[kept], &cases[kept], p.from.places)
		kept++
	}
	b.Cases = cases[:kept]
}
