package index

import (
	"cmp"
	"slices"
)

// ranked is a subject and how likely it is; of two as likely the lower number comes first.
type ranked struct {
	sum     float32
	subject int32
}

func (a ranked) compare(b ranked) int {
	switch {
	case a.sum > b.sum:
		return -1
	case a.sum < b.sum:
		return 1
	}
	return cmp.Compare(a.subject, b.subject)
}

// first is the subjects that come first, likeliest first, at most limit; the others are put in another order.
func first(all []ranked, limit int) []int32 {
	if limit < len(all) {
		part(all, limit)
		all = all[:limit]
	}
	slices.SortFunc(all, ranked.compare)
	out := make([]int32, len(all))
	for n, r := range all {
		out[n] = r.subject
	}
	return out
}

// part puts before a place what comes before the others: Hoare's selection, of which each step takes the middle of three as its measure.
func part(all []ranked, place int) {
	for len(all) > 1 {
		measure := middle(all[0], all[len(all)/2], all[len(all)-1])
		left, right := 0, len(all)-1
		for left <= right {
			for all[left].compare(measure) < 0 {
				left++
			}
			for measure.compare(all[right]) < 0 {
				right--
			}
			if left <= right {
				all[left], all[right] = all[right], all[left]
				left, right = left+1, right-1
			}
		}
		switch {
		case place <= right:
			all = all[:right+1]
		case place > left:
			all, place = all[left:], place-left
		default:
			return
		}
	}
}

func middle(a, b, c ranked) ranked {
	three := []ranked{a, b, c}
	slices.SortFunc(three, ranked.compare)
	return three[1]
}
