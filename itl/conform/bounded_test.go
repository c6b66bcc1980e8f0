package conform_test

import (
	"runtime"
	"testing"

	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/itltest"
)

// allocated counts the bytes that do allocates, kept or not.
func allocated(do func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// everything is all that can be done with an input.
func everything(data []byte) {
	if tx, err := itl.Parse(data); err == nil {
		conform.Check(tx)
		conform.Notes(tx)
		conform.Images(tx)
		conform.Undecoded(tx)
		tx.Document()
		tx.Normalize()
	}
	if tx, _, err := itl.ParseLenient(data); err == nil {
		tx.Append(nil)
	}
}

// TestDamageIsBoundedInMemory: sixteen bytes for each of the input and of the pixels it declares, and a fixed sum.
func TestDamageIsBoundedInMemory(t *testing.T) {
	const perByte, fixed = 16, 1 << 20
	everything(itltest.Pictures()) // what is allocated once for all
	for _, d := range append(structural, meaning...) {
		data := d.change(d.of())
		pixels := 64 * 48 * 3 // of the images in pictures that are decoded
		if got, most := allocated(func() { everything(data) }), perByte*(len(data)+pixels)+fixed; got > most {
			t.Errorf("%s: %d bytes allocated for an input of %d, the most is %d", d.name, got, len(data), most)
		}
	}
}
