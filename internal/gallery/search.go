package gallery

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"sallyport/fingerprint"
)

// searchBlock is how many places are made ready for comparison at a time: memory stays flat however large the gallery is.
const searchBlock = 128

// Search compares the probe with every subject, on all processors, and returns the likeliest, at most limit, by falling
// score and equal scores by ID. Subjects removed meanwhile are not among them. It calls step with how many places a step
// went through, from several goroutines.
func (f *File) Search(probe *TenPrint, limit int, step func(places int)) ([]fingerprint.Candidate, error) {
	blocks := (f.Places() + searchBlock - 1) / searchBlock
	found, errs := make([][]suspect, blocks), make([]error, blocks)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) {
		group.Go(func() {
			for k := int(next.Add(1)) - 1; k < blocks; k = int(next.Add(1)) - 1 {
				from, to := k*searchBlock, min((k+1)*searchBlock, f.Places())
				found[k], errs[k] = f.searchBlock(probe, limit, from, to)
				step(to - from)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	all := slices.Concat(found...)
	slices.SortFunc(all, func(a, b suspect) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	var best []fingerprint.Candidate
	for _, s := range all {
		if len(best) < limit && !s.stored.Removed() {
			best = append(best, s.Candidate)
		}
	}
	return best, nil
}

// suspect is a candidate and where it lies.
type suspect struct {
	fingerprint.Candidate
	stored Stored
}

func (f *File) searchBlock(probe *TenPrint, limit, from, to int) ([]suspect, error) {
	var block fingerprint.Gallery
	lies := make(map[string]Stored, to-from)
	for n := from; n < to; n++ {
		s, there, err := f.At(n)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		subject, err := s.Subject()
		if s.Removed() { // and its bytes overwritten while they were read
			continue
		}
		if err != nil {
			return nil, err
		}
		block.Add(subject.ID, subject.Prints)
		lies[subject.ID] = s
	}
	var found []suspect
	for _, c := range block.Search(*probe, limit) {
		found = append(found, suspect{c, lies[c.ID]})
	}
	return found, nil
}
