// Package ebts builds, reads and checks transactions of the FBI's Electronic Biometric Transmission
// Specification, version 10.0, on top of package itl: a criminal ten-print (CAR) and its answers,
// the search result (SRE) and the error (ERRT).
//
// It promises that what it builds passes its own Check and that parsing gives back what was built.
// It does not cover the other types of transaction but for Check, which knows the fields of 96.
package ebts

import (
	"fmt"
	"strings"
	"time"

	"sallyport/itl"
	"sallyport/itl/conform"
)

// domain is what field 1.013 of an EBTS transaction says.
var domain = []string{"NORAM", "EBTS 10.0"}

// Control is what the Type-1 record says: who sends what to whom, and under which number.
type Control struct {
	TCN      string    // transaction control number, 10 to 40 characters, unique for the sender
	TCR      string    // in an answer: the TCN of what it answers
	DAI      string    // destination agency, nine characters
	ORI      string    // originating agency, nine characters
	Date     time.Time // of the transaction; the day alone is written
	Priority int       // 1 to 9, 0 for none
}

const day = "20060102"

// record makes the Type-1 record.
func (c Control) record(tot string, images bool) itl.Record {
	r := itl.NewRecord(1, 0)
	r.SetText(2, "0500")
	r.SetText(4, tot)
	r.SetText(5, c.Date.Format(day))
	if c.Priority != 0 {
		r.SetText(6, fmt.Sprint(c.Priority))
	}
	r.SetText(7, c.DAI)
	r.SetText(8, c.ORI)
	r.SetText(9, c.TCN)
	if c.TCR != "" {
		r.SetText(10, c.TCR)
	}
	resolution := "00.00"
	if images {
		resolution = "19.69"
	}
	r.SetText(11, resolution)
	r.SetText(12, resolution)
	r.Set(13, domain)
	return r
}

// parseControl reads the Type-1 record; tots are the types of transaction that are expected.
func parseControl(tx *itl.Transaction, tots ...string) (Control, error) {
	for _, tot := range tots {
		if tx.TOT() != tot {
			continue
		}
		first := tx.First()
		c := Control{TCN: tx.TCN(), TCR: tx.TCR(), DAI: first.Text(7), ORI: tx.ORI()}
		c.Priority, _ = first.Number(6)
		var err error
		if c.Date, err = time.Parse(day, first.Text(5)); err != nil {
			return c, fmt.Errorf("1.005: date %q: write YYYYMMDD", first.Text(5))
		}
		return c, nil
	}
	return Control{}, fmt.Errorf("1.004: type of transaction %q: this reads %s", tx.TOT(), strings.Join(tots, ", "))
}

// descriptive returns the Type-2 record, which every transaction here has.
func descriptive(tx *itl.Transaction) (*itl.Record, error) {
	all := tx.OfType(2)
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no Type-2 record: add one", tx.TOT())
	}
	return all[0], nil
}

// built checks a transaction that was just made, so that nothing leaves which we would refuse.
func built(tx *itl.Transaction) (*itl.Transaction, error) {
	found := append(conform.Check(tx), Check(tx)...)
	if len(found) == 0 {
		return tx, nil
	}
	f := found[0]
	return nil, fmt.Errorf("%s: %s %s: %s; %s", tx.TOT(), f.Field, f.Code, f.Problem, f.Remedy)
}

// column makes each value a subfield of one item.
func column(values []string) [][]string {
	var subfields [][]string
	for _, v := range values {
		subfields = append(subfields, []string{v})
	}
	return subfields
}

// texts returns the first item of each subfield.
func texts(r *itl.Record, number int) []string {
	var values []string
	for _, items := range r.Items(number) {
		values = append(values, items[0])
	}
	return values
}

// setSome sets a field to the values, and leaves it out where there are none.
func setSome(r *itl.Record, number int, values ...string) {
	if len(values) > 0 && values[0] != "" {
		r.Set(number, column(values)...)
	}
}
