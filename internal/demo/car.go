package demo

import (
	"image"
	"strings"

	"sallyport/itl/ebts"
)

// car writes a booking as a criminal ten-print transaction (EBTS 10.0, type CAR) with ten rolled prints. What the form
// wants and the exchange has no use for says "unknown".
func car(b *booking, tcn string, prints [10]*image.Gray) ([]byte, error) {
	first, last, _ := strings.Cut(b.name, " ")
	c := ebts.CAR{
		Control: ebts.Control{TCN: tcn, DAI: "WVHUBTRY1", ORI: b.jail.ori, Date: b.at, Priority: 4},
		Retain:  true, CRI: []string{b.jail.ori}, Arrest: b.at, Charges: []ebts.Charge{{Date: b.at, Offense: b.charge}},
		Person: ebts.Person{Name: strings.ToUpper(last + "," + first), Birth: []string{b.birthDate}, POB: "XX", Sex: "X", Race: "U",
			HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for i, img := range prints {
		print, err := ebts.NewPrint(i+1, true, img)
		if err != nil {
			return nil, err
		}
		c.Prints = append(c.Prints, print)
	}
	transaction, err := c.Transaction()
	if err != nil {
		return nil, err
	}
	return transaction.Append(nil), nil
}
