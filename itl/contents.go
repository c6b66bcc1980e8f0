package itl

import (
	"bytes"
	"fmt"
)

// contents walks field 1.003 (CNT): a first pair "1, number of records", then a type and an IDC for each.
type contents struct {
	rest            []byte
	pairs           int
	recordType, idc int // what next went to
	following       int // the type of the pair after it, 0 for none
}

// readContents checks the whole list; problem is "" where it is in order. c is nil where it cannot be used.
func readContents(value []byte) (c *contents, kind Kind, problem string) {
	firstPair, rest, _ := bytes.Cut(value, []byte{RS})
	recordType, count, ok := pair(firstPair)
	if !ok || recordType != 1 {
		return nil, KindContentsUnreadable, fmt.Sprintf("CNT begins with %q, not with 1 and the number of records", firstPair)
	}
	c = &contents{rest: bytes.TrimRight(rest, rs)}
	for left := c.rest; len(left) > 0; c.pairs++ {
		var one []byte
		one, left, _ = bytes.Cut(left, []byte{RS})
		if recordType, _, ok := pair(one); !ok || recordType < 2 || recordType > 99 {
			return nil, KindContentsUnreadable, fmt.Sprintf("%q in CNT is not a record type and an IDC", one[:min(len(one), 12)])
		}
	}
	if count != c.pairs {
		return c, KindContentsCount, fmt.Sprintf("CNT says %d records and lists %d", count, c.pairs)
	}
	return c, "", ""
}

// pair reads "number US number". Separators after it mean nothing, here and at the end of the list; a check reports them.
func pair(b []byte) (first, second int, ok bool) {
	left, right, _ := bytes.Cut(b, []byte{US})
	first, ok1 := number(left)
	second, ok2 := number(bytes.TrimRight(right, us))
	return first, second, ok1 && ok2
}

// next goes to the next record; false at the end of the list.
func (c *contents) next() bool {
	if len(c.rest) == 0 {
		return false
	}
	var one []byte
	one, c.rest, _ = bytes.Cut(c.rest, []byte{RS})
	c.recordType, c.idc, _ = pair(one)
	c.following = 0
	if len(c.rest) > 0 {
		one, _, _ = bytes.Cut(c.rest, []byte{RS})
		c.following, _, _ = pair(one)
	}
	return true
}

// recount makes CNT list the records that there are, IDCs in two digits.
func recount(records []Record) {
	value := fmt.Appendf(nil, "1%c%d", US, len(records)-1)
	for i := range records[1:] {
		r := &records[1+i]
		idc, _ := r.IDC()
		value = fmt.Appendf(value, "%c%d%c%02d", RS, r.Type, US, idc)
	}
	records[0].put(3, value)
}
