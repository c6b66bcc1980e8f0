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
		c, err := newCard(size, "OHFRTRY01")
		if err != nil {
			t.Fatal(err)
		}
		if n := len(c.data); n < want*9/10 || n > want*11/10 {
			t.Errorf("%s: %d bytes, want about %d", size, n, want)
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
	if _, err := newCard("vast", "OHFRTRY01"); err == nil {
		t.Error("a size that is none was made")
	}
}
