package itl

import (
	"bytes"
	"fmt"
)

// anyType stands for the type of a record that is not known yet.
const anyType = -1

// extent says where the record at the current position ends.
type extent struct {
	body  int  // end of its last field
	next  int  // where the next record begins
	exact bool // LEN says so
}

// extent finds where the record at the current position ends, by its LEN.
func (p *parser) extent(recordType, following int) (extent, error) {
	b := p.data[p.pos:]
	found, num, n := readTag(b)
	if n == 0 || num != 1 || found != recordType {
		lenTag := Tag(recordType, 1)
		f := p.fault(KindRecordStart, p.pos, lenTag, fmt.Sprintf("a Type-%d record must begin here with its length, %s:", recordType, lenTag), askSender)
		return extent{}, &f
	}
	digits := n
	for digits < len(b) && isDigit(b[digits]) {
		digits++
	}
	stated, ok := number(b[n:digits])
	ends := digits < len(b) && b[digits] == FS // as a record of LEN alone does
	if digits < len(b) && b[digits] != GS && !(ends && stated == digits+1) {
		ok = false // a number and something more
	}
	switch {
	case !ok:
		f := p.fault(KindLengthUnreadable, p.pos, Tag(recordType, 1), "LEN is not a number of one to nine digits", fixLen)
		if end := findEnd(b, following); end > 0 && !ends {
			return extent{p.pos + end - 1, p.pos + end, false}, p.repairable(f)
		}
		return extent{}, &f
	case stated > digits && stated <= len(b) && b[stated-1] == FS:
		return extent{p.pos + stated - 1, p.pos + stated, true}, nil
	}
	e, f := p.wrongExtent(recordType, stated, digits, following)
	if e.next == 0 {
		return e, &f
	}
	return e, p.repairable(f)
}

// wrongExtent says what is wrong with a LEN and where the record really ends; next is 0 where that cannot be told.
func (p *parser) wrongExtent(recordType, stated, digits, following int) (extent, Finding) {
	b := p.data[p.pos:]
	lenTag := Tag(recordType, 1)
	if body, next := withoutSeparator(b, stated, digits, following); next > 0 {
		where := "before the next record"
		if next == len(b) {
			where = "at the end of the file"
		}
		return extent{p.pos + body, p.pos + next, false}, p.fault(KindSeparatorMissing, p.pos+body, lenTag, "the FS that ends the record is missing "+where, endRecord)
	}
	end := findEnd(b, following)
	switch {
	case end == 0 && stated > len(b):
		return extent{}, p.fault(KindTruncated, p.pos, lenTag,
			fmt.Sprintf("LEN says %d bytes and %d are left: LEN is wrong or the transaction is truncated", stated, len(b)), askSender)
	case end == 0:
		return extent{}, p.fault(KindLength, p.pos, lenTag, fmt.Sprintf("LEN says %d bytes, and the byte there is not the FS that ends a record", stated), fixLen)
	}
	e := extent{p.pos + end - 1, p.pos + end, false}
	if inserted := bytes.Count(b[:end], []byte("\r\n")); inserted > 0 && end-inserted == stated {
		f := p.fault(KindTextMode, p.pos, lenTag, fmt.Sprintf("LEN says %d bytes and the record has %d: a transfer in text mode made CR LF of %d line ends", stated, end, inserted), useBinary)
		if textEnd(b[:end], recordType) < end {
			return extent{}, f // what was changed in an image cannot be told from what was there
		}
		return e, f
	}
	return e, p.fault(KindLength, p.pos, lenTag, fmt.Sprintf("LEN says %d bytes and the record has %d", stated, end), fixLen)
}

// withoutSeparator finds a record whose LEN is right, or right but for the FS, where only the FS is missing.
func withoutSeparator(b []byte, stated, digits, following int) (body, next int) {
	for _, at := range []int{stated - 1, stated} {
		if at <= digits || at > len(b) || !beginsNext(b[at:], following) {
			continue
		}
		if at == stated && b[at-1] < ' ' { // something else stands in the place of the FS
			return at - 1, at
		}
		return at, at
	}
	return 0, 0
}

// findEnd looks for an FS after which the next record, or the end of the input, stands, and returns the place after it.
func findEnd(b []byte, following int) int {
	for i := 0; i < len(b); i++ {
		step := bytes.IndexByte(b[i:], FS)
		if step < 0 {
			return 0
		}
		i += step
		rest := b[i+1:]
		if beginsNext(rest, following) || following == 0 && padding(rest) == len(rest) {
			return i + 1
		}
	}
	return 0
}

// beginsNext says whether the record that must follow, or the end of the input where none must, stands at the start of b.
func beginsNext(b []byte, following int) bool {
	switch {
	case following == 0:
		return len(b) == 0
	case following == anyType:
		_, ok := startsTagged(b)
		return ok || len(b) == 0
	case isBinary(following):
		_, header := layout(following)
		return len(b) >= header && int(be32(b)) >= header && int(be32(b)) <= len(b)
	}
	return beginsTagged(b, following)
}

// startsTagged says whether a tagged record stands at the start of b, and of which type; none is of type 0.
func startsTagged(b []byte) (recordType int, ok bool) {
	recordType, num, n := readTag(b)
	return recordType, n > 0 && num == 1 && recordType > 0
}

func beginsTagged(b []byte, recordType int) bool {
	found, ok := startsTagged(b)
	return ok && found == recordType
}

// padding counts the bytes at the start of b that mean nothing: line ends, spaces, zeros, end-of-file and byte-order marks.
func padding(b []byte) int {
	n := 0
	if bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		n = 3
	}
	for n < len(b) && (b[n] == '\r' || b[n] == '\n' || b[n] == 0 || b[n] == 0x1a || b[n] == ' ') {
		n++
	}
	return n
}

// lineEndsBetween skips line ends before a record that must stand here and stands after them.
func (p *parser) lineEndsBetween(recordType int) error {
	b := p.data[p.pos:]
	skip := lineEnds(b)
	if skip == 0 || beginsNext(b, recordType) || !beginsNext(b[skip:], recordType) {
		return nil
	}
	f := p.fault(KindTextMode, p.pos, "", "line ends before the record", useBinary)
	p.pos += skip
	return p.repairable(f)
}
