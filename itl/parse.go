package itl

import (
	"fmt"
	"io"
)

const (
	askSender   = "ask the sender for the file again"
	fixLen      = "recompute LEN: it counts every byte of the record, its own digits and the final FS included"
	fixCount    = "make CNT list every record after the first, in order, as type and IDC"
	useReader   = "check that this is an ANSI/NIST-ITL file in the traditional encoding"
	lenientHint = "; or read it leniently"
)

// Parse reads a transaction strictly. Its records alias data, which must not be changed afterwards.
// The error is a *Finding: the first thing that does not comply.
func Parse(data []byte) (*Transaction, error) {
	p := parser{data: data, fieldsRead: make([]Field, 0, 32)}
	return p.transaction()
}

// ParseLenient reads a transaction as Parse does, but repairs what can be repaired without guessing
// at content, and returns what it repaired:
//
//   - LEN of a tagged record differs from where the record ends;
//   - the last record lacks its final FS;
//   - line ends inserted before a tag or after a record;
//   - an empty field, two GS in a row;
//   - CNT's counts or types differ from the records that follow;
//   - bytes after the last record.
//
// The transaction holds the repaired values; Append writes it out in good order. What cannot be
// repaired, a truncated image before all, is an error as in Parse.
func ParseLenient(data []byte) (*Transaction, []Finding, error) {
	p := parser{data: data, fieldsRead: make([]Field, 0, 32), lenient: true}
	t, err := p.transaction()
	return t, p.repairs, err
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
	// fieldsRead holds the fields of all records, each of which has a part of it: one allocation, not many.
	fieldsRead []Field

	lenient bool
	repairs []Finding
	recount bool // CNT does not say what the file holds and must be rewritten
}

// repairable notes f and goes on when lenient; otherwise f ends the reading.
func (p *parser) repairable(f Finding) error {
	if !p.lenient {
		f.Remedy += lenientHint
		return &f
	}
	p.repairs = append(p.repairs, f)
	return nil
}

// fault is a finding about the record now being read.
func (p *parser) fault(offset int, field, code, problem, remedy string) Finding {
	return Finding{offset, len(p.records) + 1, field, code, problem, remedy}
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
		if len(p.records) > MaxRecords {
			return nil, &Finding{p.pos, len(p.records), "1.003", CodeRange, fmt.Sprintf("more than %d records", MaxRecords), "split the transaction"}
		}
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
		return &formatError{Finding{MaxBytes, 0, "", CodeRange, fmt.Sprintf("longer than %d bytes", MaxBytes), "split the transaction"}}
	}
	recordType, num, n := readTag(p.data)
	if n == 0 || recordType != 1 || num != 1 {
		return &formatError{Finding{0, 0, "1.001", CodeUnparsable, "does not begin with a Type-1 record (1.001:)", useReader}}
	}
	return nil
}

// typeOne reads the first record and returns its list of the others.
func (p *parser) typeOne() (*contents, error) {
	if err := p.tagged(1, anyType); err != nil {
		return nil, err
	}
	cnt, ok := p.records[0].Field(3)
	if !ok {
		return nil, &Finding{0, 1, "1.003", CodeMissing, "the list of records (CNT) is missing", fixCount}
	}
	c, problem := readContents(cnt.Value)
	if problem != "" {
		f := Finding{cnt.Offset, 1, "1.003", CodeRecord, problem, fixCount}
		if c == nil {
			return nil, &f
		}
		p.recount = true
		if err := p.repairable(f); err != nil {
			return nil, err
		}
	}
	if c.pairs < MaxRecords {
		p.records = append(make([]Record, 0, c.pairs+1), p.records...)
	}
	return c, nil
}

// record reads the next record, which CNT announces.
func (p *parser) record(c *contents) error {
	if isBinary(c.recordType) {
		return p.binary(c.recordType)
	}
	recordType := c.recordType
	if found, num, n := readTag(p.data[p.pos:]); n > 0 && num == 1 && found != recordType && !isBinary(found) {
		f := p.fault(p.pos, "", CodeRecord, fmt.Sprintf("CNT announces a Type-%d record and a Type-%d stands here", recordType, found), fixCount)
		if err := p.repairable(f); err != nil {
			return err
		}
		recordType, p.recount = found, true
	}
	return p.tagged(recordType, c.following)
}

// missing is about the records that CNT announces after the end of the input.
func (p *parser) missing(c *contents) error {
	f := p.fault(len(p.data), "", CodeRecord,
		fmt.Sprintf("CNT lists %d records after the first; the input ends after %d: it is truncated or CNT is wrong", c.pairs, len(p.records)-1), askSender)
	p.recount = true
	return p.repairable(f)
}

// rest is about bytes after the last record.
func (p *parser) rest() error {
	if p.pos >= len(p.data) {
		return nil
	}
	left := p.data[p.pos:]
	what := fmt.Sprintf("%d bytes after the last record that CNT lists", len(left))
	if onlyPadding(left) {
		what = fmt.Sprintf("%d line-end or padding bytes after the last record", len(left))
	}
	f := Finding{p.pos, 0, "", CodeRecord, what, "remove them, or list them in CNT if they are a record"}
	return p.repairable(f)
}

func onlyPadding(b []byte) bool {
	for _, c := range b {
		if c != '\r' && c != '\n' && c != 0 && c != 0x1a && c != ' ' {
			return false
		}
	}
	return true
}
