package itl

import (
	"bytes"
	"fmt"
	"io"
)

const (
	askSender   = "ask the sender for the file again"
	fixLen      = "recompute LEN: it counts every byte of the record, its own digits and the final FS included"
	fixCount    = "make CNT list every record after the first, in order, as type and IDC"
	useReader   = "check that this is an ANSI/NIST-ITL file in the traditional encoding"
	useBinary   = "transfer files in binary mode"
	endRecord   = "end the record with FS (1C hex)"
	lenientHint = "; or read it leniently"
)

var tooManyRecords = fmt.Sprintf("more than %d records", MaxRecords)

// Parse reads a transaction strictly. Its records alias data, which must not be changed afterwards.
// The error is a *Finding: the first thing that does not comply.
func Parse(data []byte) (*Transaction, error) {
	p := parser{data: data, fieldsRead: make([]Field, 0, 32)}
	return p.transaction()
}

// ParseLenient reads a transaction as Parse does, but repairs what can be repaired without guessing
// at content, and returns what it repaired:
//
//   - LEN of a tagged record is no number, or differs from where the record ends;
//   - a record lacks its FS, at the end of the file or before the next record;
//   - line ends inserted before a tag or between records, padding before the first record;
//   - an empty field, two GS in a row;
//   - CNT's counts, types or IDCs differ from the records that follow; tagged records that it does not list;
//   - bytes after the last record, which are dropped.
//
// The transaction holds the repaired values; Append writes it out in good order. What cannot be
// repaired, a truncated image before all, is an error as in Parse.
func ParseLenient(data []byte) (*Transaction, []Finding, error) {
	p := parser{data: data, fieldsRead: make([]Field, 0, 32), lenient: true}
	t, err := p.transaction()
	return t, p.repairs.List(), err
}

// Read is Parse on all of r.
func Read(r io.Reader) (*Transaction, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read transaction: %w", err)
	}
	return Parse(data)
}

// parser walks a transaction record by record.
type parser struct {
	data    []byte
	pos     int
	records []Record
	// fieldsRead is a chunk that the fields of several records share: few allocations, not many.
	fieldsRead    []Field
	fields, items int // read so far, of MaxFields and MaxItems

	lenient bool
	repairs Findings
	recount bool // CNT does not say what the file holds and must be rewritten
}

// repairable notes f and goes on when lenient; otherwise f ends the reading.
func (p *parser) repairable(f Finding) error {
	if p.lenient {
		p.repairs.Add(f)
		return nil
	}
	strict := f // so that nothing is allocated where the reading goes on
	strict.Remedy += lenientHint
	return &strict
}

// fault is a finding about the record now being read.
func (p *parser) fault(kind Kind, offset int, field, problem, remedy string) Finding {
	return Found(kind, offset, len(p.records)+1, field, problem, remedy)
}

func (p *parser) transaction() (*Transaction, error) {
	if err := p.begins(); err != nil {
		return nil, err
	}
	counted, err := p.typeOne()
	if err != nil {
		return nil, err
	}
	for counted.next() {
		if p.pos >= len(p.data) {
			if err := p.missing(counted); err != nil {
				return nil, err
			}
			break
		}
		if err := p.record(counted); err != nil {
			return nil, err
		}
	}
	if err := p.rest(); err != nil {
		return nil, err
	}
	if p.recount {
		recount(p.records)
	}
	return &Transaction{p.records}, nil
}

// begins refuses input that is not this format at all; errors.Is(err, ErrFormat) holds for it.
func (p *parser) begins() error {
	if len(p.data) > MaxBytes {
		return &formatError{Found(KindLimit, MaxBytes, 0, "", fmt.Sprintf("longer than %d bytes", MaxBytes), "split the transaction")}
	}
	before := padding(p.data)
	if !beginsTagged(p.data[before:], 1) {
		remedy := useReader
		if bytes.HasPrefix(p.data[before:], []byte("<")) {
			remedy = "it looks like XML: turn it into the traditional encoding first, by itl from-xml"
		}
		return &formatError{Found(KindFormat, 0, 0, "1.001", "does not begin with a Type-1 record (1.001:)", remedy)}
	}
	if before == 0 {
		return nil
	}
	p.pos = before
	return p.repairable(Found(KindBytesBefore, 0, 0, "", fmt.Sprintf("%d bytes of padding before the first record", before), "remove them"))
}

// typeOne reads the first record and returns its list of the others.
func (p *parser) typeOne() (*contents, error) {
	if err := p.tagged(1, anyType); err != nil {
		return nil, err
	}
	cnt, ok := p.records[0].Field(3)
	if !ok {
		f := Found(KindContentsMissing, p.records[0].Offset, 1, "1.003", "the list of records (CNT) is missing", fixCount)
		return nil, &f
	}
	c, kind, problem := readContents(cnt.Value)
	if problem != "" {
		f := Found(kind, cnt.Offset, 1, "1.003", problem, fixCount)
		if c == nil {
			return nil, &f
		}
		p.recount = true
		if err := p.repairable(f); err != nil {
			return nil, err
		}
	}
	if c.pairs > MaxRecords {
		f := Found(KindLimit, cnt.Offset, 1, "1.003", tooManyRecords, "split the transaction")
		return nil, &f
	}
	p.records = append(make([]Record, 0, c.pairs+1), p.records...)
	return c, nil
}

// record reads the next record, which CNT announces.
func (p *parser) record(c *contents) error {
	if err := p.lineEndsBetween(c.recordType); err != nil {
		return err
	}
	recordType := c.recordType
	if found, ok := startsTagged(p.data[p.pos:]); ok && found != recordType {
		f := p.fault(KindContentsType, p.pos, "", fmt.Sprintf("CNT announces a Type-%d record and a Type-%d stands here", recordType, found), fixCount)
		if found == 1 || isBinary(found) {
			return &f
		}
		if err := p.repairable(f); err != nil {
			return err
		}
		recordType, p.recount = found, true
	}
	var err error
	if isBinary(recordType) {
		err = p.binary(recordType)
	} else {
		err = p.tagged(recordType, c.following)
	}
	if err == nil && p.lenient {
		p.matchIDC(c.idc)
	}
	return err
}

// matchIDC notes that CNT lists the record just read with another IDC.
func (p *parser) matchIDC(listed int) {
	r := &p.records[len(p.records)-1]
	if idc, ok := r.IDC(); ok && idc != listed {
		p.recount = true
		p.repairs.Add(Found(KindContentsIDC, r.Offset, len(p.records), Tag(r.Type, 2),
			fmt.Sprintf("the IDC is %d and CNT lists this record with %02d", idc, listed), fixCount))
	}
}

// missing is about the records that CNT announces after the end of the input.
func (p *parser) missing(c *contents) error {
	p.recount = true
	return p.repairable(p.fault(KindTruncated, len(p.data), "",
		fmt.Sprintf("CNT lists %d records after the first; the input ends after %d: it is truncated or CNT is wrong", c.pairs, len(p.records)-1), askSender))
}

// rest is about what stands after the last record that CNT lists: tagged records, padding or other bytes.
func (p *parser) rest() error {
	for p.pos < len(p.data) {
		found, ok := startsTagged(p.data[p.pos:])
		if !ok || found == 1 || isBinary(found) {
			return p.bytesAfter(found == 1 && ok)
		}
		if len(p.records) > MaxRecords {
			f := Found(KindLimit, p.pos, len(p.records), "1.003", tooManyRecords, "split the transaction")
			return &f
		}
		p.recount = true
		f := p.fault(KindUnlisted, p.pos, "", fmt.Sprintf("a Type-%d record that CNT does not list", found), fixCount)
		if err := p.repairable(f); err != nil {
			return err
		}
		if err := p.tagged(found, anyType); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) bytesAfter(another bool) error {
	left := p.data[p.pos:]
	what := fmt.Sprintf("%d bytes after the last record that CNT lists", len(left))
	switch {
	case another:
		what += ": another transaction begins here"
	case padding(left) == len(left):
		what = fmt.Sprintf("%d line-end or padding bytes after the last record", len(left))
	}
	return p.repairable(Found(KindBytesAfter, p.pos, 0, "", what, "remove them, or list them in CNT if they are a record"))
}
