// Package conform says what in a transaction does not comply with ANSI/NIST-ITL 1, the standard itself: structure, characters,
// values, what belongs together, and images against what their records say of them.
//
// Each finding names the byte, the record, the field and the FBI's code, and says why it matters and what to do. It knows the
// standard as of 2015 and judges older versions by what they had. It says nothing of an application profile's own rules;
// package ebts has those of the FBI.
package conform

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"sallyport/itl"
)

// Check lists what in a parsed transaction does not comply with the standard, by offset. Images are
// checked by their headers; Images decodes them.
func Check(t *itl.Transaction) []itl.Finding { return byOffset(check(t).found) }

// Notes lists what complies with the version of the standard that the transaction declares, and yet
// has made receivers refuse it: by offset.
func Notes(t *itl.Transaction) []itl.Finding { return byOffset(check(t).noted) }

func check(t *itl.Transaction) *checker {
	c := &checker{t: t}
	if len(t.Records) == 0 {
		return c
	}
	c.version = t.First().Text(2)
	c.characters()
	c.counted()
	for i := range t.Records {
		c.record = i
		r := &t.Records[i]
		c.recordType(r)
		if r.Binary == nil {
			c.tags(r)
			c.values(r)
		}
		c.rules(r)
		c.image(r)
	}
	c.unique()
	c.fingers()
	return c
}

func byOffset(gathered itl.Findings) []itl.Finding {
	list := gathered.List()
	slices.SortStableFunc(list, func(a, b itl.Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	return list
}

// checker gathers findings about one transaction.
type checker struct {
	t            *itl.Transaction
	version      string // field 1.002
	record       int    // index of the record under check
	utf8         bool
	found, noted itl.Findings
}

func (c *checker) finding(kind itl.Kind, offset, number int, problem, remedy string) itl.Finding {
	field := ""
	if number > 0 {
		field = itl.Tag(c.t.Records[c.record].Type, number)
	}
	return itl.Found(kind, offset, c.record+1, field, problem, remedy)
}

func (c *checker) add(kind itl.Kind, offset, number int, problem, remedy string) {
	c.found.Add(c.finding(kind, offset, number, problem, remedy))
}

func (c *checker) note(kind itl.Kind, offset, number int, problem, remedy string) {
	c.noted.Add(c.finding(kind, offset, number, problem, remedy))
}

// Versions of the standard as field 1.002 writes them.
const version2007, version2011 = "0400", "0500"

// counted compares CNT with the records.
func (c *checker) counted() {
	first := c.t.First()
	f, ok := first.Field(3)
	if !ok {
		c.add(itl.KindContentsMissing, first.Offset, 3, "the list of records (CNT) is missing", fixCount)
		return
	}
	list := (itl.Field{Value: bytes.TrimRight(f.Value, separators)}).Items()
	if n, _ := number(second(list[0])); n != len(c.t.Records)-1 || len(list) != len(c.t.Records) {
		c.add(itl.KindContentsCount, f.Offset, 3, fmt.Sprintf("CNT says %s records and lists %d; there are %d", second(list[0]), len(list)-1, len(c.t.Records)-1), fixCount)
		return
	}
	padded := true
	for i, items := range list[1:] {
		r := &c.t.Records[i+1]
		padded = padded && len(second(items)) == 2
		listed, _ := number(second(items))
		if idc, ok := r.IDC(); !ok || idc != listed {
			c.record = i + 1
			c.add(itl.KindContentsIDC, r.Offset, 2, fmt.Sprintf("the IDC is %d and CNT lists this record with %s", idc, second(items)), fixCount)
			c.record = 0
		}
	}
	if !padded {
		c.add(itl.KindIDCPadding, f.Offset, 3, "an IDC in CNT is not of two digits", "write IDCs as 00 to 99: itl rewrite --normalize")
	}
}

const fixCount = "make CNT list every record after the first, in order, as type and IDC"

// second is the second item of a pair.
func second(items []string) string {
	if len(items) < 2 {
		return ""
	}
	return items[1]
}

// unique finds two records of one type under one IDC. Only records that show one trait in several ways may share it
// (ITL 1-2011, clause 7.3.1), such as a tattoo and a part of it; prints are a finger each.
func (c *checker) unique() {
	type key struct{ recordType, idc int }
	seen := map[key]int{}
	for i := range c.t.Records {
		r := &c.t.Records[i]
		idc, ok := r.IDC()
		if !ok || r.Type > 8 && r.Type != 14 && r.Type != 15 {
			continue
		}
		k := key{r.Type, idc}
		if earlier, twice := seen[k]; twice {
			c.record = i
			c.add(itl.KindIDCTwice, r.Offset, 2, fmt.Sprintf("IDC %02d is already that of record %d, of the same type", idc, earlier), "give each record of a type its own IDC, in CNT too")
			continue
		}
		seen[k] = i + 1
	}
}

// recordType: what types there are (ITL 1-2011 update 2015, table 3) and which have been withdrawn.
func (c *checker) recordType(r *itl.Record) {
	switch {
	case r.Type > 22 && r.Type < 98:
		c.add(itl.KindType, r.Offset, 0, fmt.Sprintf("Type-%d is not assigned", r.Type), "use a type that the standard has, or 2, 7 or 99 for data agreed between the parties")
	case (r.Type == 3 || r.Type == 5 || r.Type == 6) && c.version >= version2011:
		c.note(itl.KindType, r.Offset, 0, fmt.Sprintf("Type-%d is withdrawn since the 2011 standard", r.Type), "send prints as Type-14, or as Type-4 at 500 pixels per inch")
	}
}

// tags checks the tags of a tagged record and their order.
func (c *checker) tags(r *itl.Record) {
	short := true // once a record is enough
	seen := map[int]bool{}
	previous := 0
	for i, f := range r.Fields {
		recordType, digits := tagParts(f)
		switch {
		case f.Tag != nil && recordType != r.Type:
			c.add(itl.KindTagType, f.Offset, f.Number, fmt.Sprintf("tag %s stands in a Type-%d record", f.Tag, r.Type), "write the record's own type before the point")
		case short && f.Tag != nil && digits < 3:
			short = false
			report := c.add
			if c.version < version2007 {
				report = c.note
			}
			report(itl.KindTagDigits, f.Offset, f.Number, fmt.Sprintf("field number in tag %s has fewer than three digits", f.Tag), "rewrite with three digits: itl rewrite --normalize")
		}
		if seen[f.Number] {
			c.add(itl.KindFieldTwice, f.Offset, f.Number, "the field occurs twice in its record", "join the two as subfields, or remove one")
		}
		seen[f.Number] = true
		c.order(r, i, previous)
		previous = max(previous, f.Number)
	}
}

// tagParts are the type that a tag names and how many digits its field number has; 0 in a field without a tag.
func tagParts(f itl.Field) (recordType, digits int) {
	before, after, _ := bytes.Cut(f.Tag, []byte{'.'})
	recordType, _ = number(string(before))
	return recordType, len(after)
}

// order: LEN is first, IDC second, data last; Type-1 and Type-9 are ascending.
func (c *checker) order(r *itl.Record, i, previous int) {
	f := r.Fields[i]
	switch {
	case i == 1 && f.Number != 2:
		c.add(itl.KindOrder, f.Offset, f.Number, fmt.Sprintf("field %s stands second", itl.Tag(r.Type, f.Number)), "put "+itl.Tag(r.Type, 2)+" there")
	case r.IsData(f.Number) && i != len(r.Fields)-1:
		c.add(itl.KindOrder, f.Offset, f.Number, "the data field is not the last", "put it last")
	case (r.Type == 1 || r.Type == 9) && f.Number < previous:
		c.add(itl.KindOrder, f.Offset, f.Number, "fields are not in ascending order", "sort the record's fields by number")
	}
	if f.Number == 1 && len(f.Value) > 1 && f.Value[0] == '0' {
		c.add(itl.KindLengthZeros, f.Offset, 1, "LEN has leading zeros", "write LEN without them: itl rewrite --normalize")
	}
}
