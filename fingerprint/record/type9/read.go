// Package type9 reads and writes the finger minutiae in Type-9 records of ANSI/NIST-ITL transactions.
//
// It reads three of the blocks of fields that a Type-9 record may hold, the first of them that is there:
//
//   - INCITS (9.126 to 9.150, which ITL also calls M1): pixels right and down from the upper left pixel, units of 2
//     degrees, the direction of package record;
//   - standard (9.005 to 9.012, ANSI/NIST-ITL 1-2007 and before): hundredths of a millimetre right and up from the lower
//     left corner, degrees, the opposite direction;
//   - IAFIS (9.014 to 9.023, FBI EFTS appendix J): hundredths of a millimetre right and down from the upper left corner,
//     degrees, the direction of package record.
//
// The last two are placed on the image of the same IDC in the transaction, at its resolution; a row is taken to lie half
// a pixel from its edges, which puts NIST's reference records on the same pixels as their INCITS twins. Without an image
// the resolution is taken as 500 pixels an inch and the size as just large enough: positions are then right among
// themselves, not in the image. Coordinate offsets (9.019) are not applied. Qualities of the older blocks, 2 best to 63
// worst, become 100 to 1; 0 (marked by hand) and 1 (no quality) become not reported.
//
// It writes the INCITS block. It reads neither the extended feature set (9.300 to 9.399) nor the makers' own blocks.
package type9

import (
	"fmt"
	"slices"
	"strconv"

	"sallyport/fingerprint/record"
	"sallyport/itl"
)

// MaxMinutiae bounds one Type-9 record; a whole palm has about a thousand.
const MaxMinutiae = 9999

// Read returns the minutiae of all Type-9 records of a transaction, a view for each, strictly. The error is a
// *record.Defect: the first thing that does not comply.
func Read(t *itl.Transaction) (*record.Record, error) {
	r := &reader{transaction: t}
	out := r.record()
	if r.failed != nil {
		return nil, r.failed
	}
	return out, nil
}

// ReadLenient reads as Read does, but repairs what can be repaired and returns what it repaired:
//
//   - a Type-9 record with no block that is read here: skipped;
//   - a value out of range, of a position, impression, quality, resolution: taken as not known;
//   - minutiae, ridge counts, cores and deltas that cannot be read: dropped, with the ridge counts that name them;
//   - a number of minutiae, or minutiae's own numbers, that disagree with the minutiae there are;
//   - minutiae outside the image: the image is taken as just large enough.
func ReadLenient(t *itl.Transaction) (*record.Record, []record.Defect, error) {
	r := &reader{transaction: t, lenient: true}
	out := r.record()
	if len(out.Views) == 0 {
		return nil, nil, noViews()
	}
	return out, r.repairs, nil
}

func noViews() *record.Defect {
	return &record.Defect{Field: "transaction", Problem: "it holds no Type-9 record with a block that is read here",
		Remedy: "look at it with itl show; extended features (9.300) and makers' own blocks are not read"}
}

// maxRepairs is how many repairs are listed.
const maxRepairs = 1000

type reader struct {
	transaction *itl.Transaction
	rec         *itl.Record // being read
	number      int         // of it in the file, from 1
	lenient     bool
	repairs     []record.Defect
	failed      *record.Defect
}

func (r *reader) record() *record.Record {
	out := &record.Record{Format: record.Type9}
	for n := range r.transaction.Records {
		if r.rec, r.number = &r.transaction.Records[n], n+1; r.rec.Type == 9 && r.failed == nil {
			if v, ok := r.view(out); ok {
				out.Views = append(out.Views, v)
			}
		}
	}
	if len(out.Views) == 0 && r.failed == nil {
		r.failed = noViews()
	}
	return out
}

// view reads one Type-9 record; ok is false where it has no block that is read.
func (r *reader) view(out *record.Record) (v record.View, ok bool) {
	v.Impression = uint8(r.digits(3, 0, 29, 29))
	switch {
	case r.has(137) || r.has(136):
		r.incits(&v, out)
	case r.has(12) || r.has(10):
		r.standard(&v, out, standardBlock)
	case r.has(23) || r.has(15):
		r.standard(&v, out, iafisBlock)
	default:
		what := "holds no block of minutiae that is read here"
		if slices.ContainsFunc(r.rec.Fields, func(f itl.Field) bool { return f.Number >= 300 && f.Number <= 399 }) {
			what = "holds extended features (9.300 to 9.399), which are not read"
		}
		r.report(4, what, "skips the record")
		return v, false
	}
	return v, r.failed == nil
}

func (r *reader) has(field int) bool {
	_, ok := r.rec.Field(field)
	return ok
}

// report notes a defect in a field; repair says what a lenient reader does about it.
func (r *reader) report(field int, problem, repair string) {
	f, _ := r.rec.Field(field)
	offset := f.Offset
	if offset == 0 {
		offset = r.rec.Offset
	}
	d := record.Defect{Offset: offset, Field: fmt.Sprintf("record %d 9.%03d", r.number, field), Problem: problem}
	switch {
	case !r.lenient && r.failed == nil:
		d.Remedy = "have it corrected, or read leniently, which " + repair
		r.failed = &d
	case r.lenient && len(r.repairs) < maxRepairs:
		d.Remedy = "repaired: " + repair
		r.repairs = append(r.repairs, d)
	}
}

// digits reads a field that is one number; where it is not, or out of range, the value otherwise is taken.
func (r *reader) digits(field, least, most, otherwise int) int {
	items := r.rec.Items(field)
	if len(items) == 0 {
		r.report(field, "is missing", fmt.Sprintf("takes it as %d", otherwise))
		return otherwise
	}
	n, ok := number(items[0][0])
	if !ok || n < least || n > most {
		r.report(field, fmt.Sprintf("is %q, must be a number from %d to %d", clip(items[0][0]), least, most), fmt.Sprintf("takes it as %d", otherwise))
		return otherwise
	}
	return n
}

// numbers reads items as numbers up to the limits, as many as there are limits; ok is false where one is not.
func numbers(items []string, limits ...int) (list []int, ok bool) {
	if len(items) < len(limits) {
		return nil, false
	}
	for n, limit := range limits {
		v, ok := number(items[n])
		if !ok || v > limit {
			return nil, false
		}
		list = append(list, v)
	}
	return list, true
}

// number reads one to nine digits.
func number(s string) (n int, ok bool) {
	if len(s) == 0 || len(s) > 9 || s[0] == '+' || s[0] == '-' {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// clip is a value short enough to print.
func clip(s string) string { return s[:min(len(s), 20)] }
