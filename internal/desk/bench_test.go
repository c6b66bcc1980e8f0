package desk

import (
	"fmt"
	"sync/atomic"
	"testing"

	"sallyport/itl"
)

// BenchmarkReceive accepts bookings of ten prints, each on the disk when it is acknowledged.
func BenchmarkReceive(b *testing.B) {
	tx := transaction(b, nil, allFingers...)
	p := newPair(b)
	var n atomic.Int64
	data := tx.Append(nil)
	b.SetBytes(int64(len(data)))
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			one, err := itl.Parse(data)
			if err != nil {
				b.Error(err)
			}
			one.Records[0].SetText(9, fmt.Sprintf("TRIAL-BENCH-%09d", n.Add(1)))
			if _, _, err := p.Receive(b.Context(), "a.eft", one.Append(nil), morning); err != nil {
				b.Error(err)
			}
		}
	})
}
