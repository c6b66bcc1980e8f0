package index

import (
	"cmp"
	"container/heap"
	"slices"
)

// ranked is a subject and how likely it is; of two as likely the lower number comes first.
type ranked struct {
	sum     float32
	subject int32
}

func (a ranked) compare(b ranked) int {
	return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.subject, b.subject))
}

// top is the likeliest of those offered, a heap with the least likely of them first.
type top []ranked

func (t top) Len() int           { return len(t) }
func (t top) Less(i, j int) bool { return t[i].compare(t[j]) > 0 }
func (t top) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *top) Push(v any)        { *t = append(*t, v.(ranked)) }
func (t *top) Pop() (last any)   { last, *t = (*t)[len(*t)-1], (*t)[:len(*t)-1]; return last }

// offer takes r in where it is among the limit likeliest.
func (t *top) offer(r ranked, limit int) {
	switch {
	case len(*t) < limit:
		heap.Push(t, r)
	case limit > 0 && r.compare((*t)[0]) < 0:
		(*t)[0] = r
		heap.Fix(t, 0)
	}
}

// list is the subjects, likeliest first.
func (t top) list() []int32 {
	slices.SortFunc(t, ranked.compare)
	out := make([]int32, len(t))
	for n, r := range t {
		out[n] = r.subject
	}
	return out
}
