package load

import (
	"testing"

	"sallyport/itl"
	"sallyport/itl/ebts"
)

// TestCards: each size is what it says, is in order by the form, and another number is the only thing that changes.
func TestCards(t *testing.T) {
	t.Parallel()
	for size, want := range map[Size]int{Small: 20_000, Large: 670_000} {
		c, err := newCard(shapes[size], "OHFRTRY01", 0)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(c.data); n < want || n > want*21/20 {
			t.Errorf("%s: %d bytes, want %d or little more", size, n, want)
		}
		one := c.copied()
		one.renumber(number(7, 42))
		transaction, err := itl.Parse(one.data)
		if err != nil {
			t.Fatal(err)
		}
		if tcn := transaction.Records[0].Text(9); tcn != "BENCH-00000007-000000042" {
			t.Errorf("%s: control number %q", size, tcn)
		}
		car, err := ebts.ParseCAR(transaction)
		if err != nil || len(car.Prints) != 10 {
			t.Errorf("%s: %d prints, %v", size, len(car.Prints), err)
		}
	}
}
