package prove_test

import (
	"sync"
	"testing"

	"sallyport/law/prove"
)

// TestEveryClaimHolds: what the packs say they never come to, they never come to.
func TestEveryClaimHolds(t *testing.T) {
	var group sync.WaitGroup
	for _, c := range prove.Claims(book(t).Packs) { // all at once, as the command does
		group.Go(func() {
			broken, err := c.Check()
			if err != nil {
				t.Errorf("%s: %s: %v", prove.Name(c.Version), c.Says, err)
			}
			if broken != nil {
				t.Errorf("%s: %s: %v %v", prove.Name(c.Version), c.Says, broken.Outcomes, broken.Case)
			}
		})
	}
	group.Wait()
}

// BenchmarkProve is every claim of every pack, one after the other on one processor.
func BenchmarkProve(b *testing.B) {
	claims := prove.Claims(book(b).Packs)
	for b.Loop() {
		for i := range claims {
			if broken, err := claims[i].Check(); broken != nil || err != nil {
				b.Fatal(claims[i].Says, broken, err)
			}
		}
	}
}
