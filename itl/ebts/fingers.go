package ebts

import (
	"fmt"
	"strconv"
	"strings"

	"sallyport/itl"
)

// fingers compares the fingers said to be missing (2.084 AMP) with those that were printed.
func (c *checker) fingers(tx *itl.Transaction, p profile) {
	if _, defined := p.fields[84]; !defined {
		return
	}
	printed := map[int]int{} // the record that holds a rolled or single print, by finger
	for i := range tx.Records {
		r := &tx.Records[i]
		if r.Type != 4 && r.Type != 14 {
			continue
		}
		if img, ok := r.Image(); ok && len(img.Fingers) == 1 && img.Fingers[0] >= 1 && img.Fingers[0] <= 10 {
			printed[img.Fingers[0]] = i + 1
		}
	}
	missing := map[int]bool{}
	for i := range tx.Records {
		r := &tx.Records[i]
		f, ok := r.Field(84)
		if r.Type != 2 || !ok {
			continue
		}
		c.record = i + 1
		for _, items := range f.Items() {
			finger, _ := strconv.Atoi(items[0])
			missing[finger] = true
			if record, both := printed[finger]; both {
				c.add(itl.KindFingerMissing, f.Offset, 84, fmt.Sprintf("finger %d is said to be missing, and record %d is its print", finger, record), "correct the one or the other")
			}
		}
	}
	c.record = 1
	c.unexplained(tx, printed, missing)
}

// unexplained notes the fingers of a set that are neither printed nor said to be missing.
func (c *checker) unexplained(tx *itl.Transaction, printed map[int]int, missing map[int]bool) {
	if len(printed) == 0 || tx.OfType(2) == nil {
		return
	}
	var lacking []string
	for finger := 1; finger <= 10; finger++ {
		if printed[finger] == 0 && !missing[finger] {
			lacking = append(lacking, strconv.Itoa(finger))
		}
	}
	if len(lacking) > 0 {
		f, _ := tx.First().Field(3)
		c.note(itl.KindFingerLacking, f.Offset, 3, "no print of finger "+strings.Join(lacking, ", ")+", and 2.084 does not say why", "add the prints, or the fingers to 2.084 with XX or UP")
	}
}
