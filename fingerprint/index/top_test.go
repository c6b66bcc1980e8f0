package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFirstEqualsASort takes the likeliest of random subjects, many of them as likely as others, and all of those sorted.
func TestFirstEqualsASort(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for range 3000 {
		all := make([]ranked, random.IntN(200))
		for n := range all {
			all[n] = ranked{float32(random.IntN(1 + random.IntN(40))), int32(n)}
		}
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		limit := random.IntN(len(all) + 2)
		sorted := slices.SortedFunc(slices.Values(all), ranked.compare)
		var want []int32
		for _, r := range sorted[:min(limit, len(sorted))] {
			want = append(want, r.subject)
		}
		if got := first(all, limit); !slices.Equal(got, want) {
			t.Fatalf("the first %d are %v, want %v", limit, got, want)
		}
	}
}
