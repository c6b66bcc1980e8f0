package index_test

import (
	"testing"

	"sallyport/fingerprint/index"
)

// FuzzSketches looks for a person in any bytes: no panic, and nobody is found in what is too short for a finger.
func FuzzSketches(f *testing.F) {
	person := tenPrint(1, 0)
	prints := person.Prepare()
	whole := index.AppendSketches(nil, &prints)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(make([]byte, 300))
	many := append([]byte(nil), whole...)
	for n := range 20 {
		many[n] = 255
	}
	f.Add(many)
	f.Fuzz(func(t *testing.T, data []byte) {
		x := &index.Index{Subjects: 1, Sketches: func(int) index.Sketches { return data }}
		if list := x.Shortlist(&prints, 1, 1); len(list) > 0 && len(data) < 100 {
			t.Errorf("%d bytes are listed", len(data))
		}
	})
}
