package gallery

import (
	"runtime"
	"sync"
	"sync/atomic"

	"sallyport/fingerprint"
	"sallyport/fingerprint/index"
)

// leastCompared is how many subjects are compared minutia by minutia at least.
const leastCompared = 20

// Search returns the likeliest subjects, at most limit, by falling score and equal scores by ID. Everyone's sketches are looked at, on all
// processors, and those on the shortlist are compared: see package index for what that may lose. Subjects removed meanwhile are
// not among them. The first search of a file reads and checks every record, and calls step with how many it went
// through, from several goroutines.
func (f *File) Search(probe *TenPrint, limit int, step func(places int)) ([]fingerprint.Candidate, error) {
	f.checking.Do(func() { f.checked = f.readAll(step) })
	if f.checked != nil {
		return nil, f.checked
	}
	own := probe.Prepare()
	all := &index.Index{Subjects: f.Places(), Sketches: f.sketches}
	var few fingerprint.Gallery
	lies := map[string]Stored{}
	for _, n := range all.Shortlist(&own, max(limit, leastCompared), runtime.GOMAXPROCS(0)) {
		s, subject, err := f.read(n)
		if err != nil {
			return nil, err
		}
		if subject.ID != "" {
			few.Add(subject.ID, subject.Prints)
			lies[subject.ID] = s
		}
	}
	var best []fingerprint.Candidate
	for _, c := range few.Search(*probe, few.Len()) {
		if len(best) < limit && !lies[c.ID].Removed() {
			best = append(best, c)
		}
	}
	return best, f.stillWhole()
}

// sketches of place n, which are zeros where the subject was removed.
func (f *File) sketches(n int) index.Sketches {
	return sketches(f.data[f.records[n]:])
}

// read returns the subject at place n, who has no ID where they were removed.
func (f *File) read(n int) (Stored, Subject, error) {
	s, there, err := f.At(n)
	if err != nil || !there {
		return s, Subject{}, err
	}
	subject, err := s.Subject()
	if s.Removed() { // and its bytes overwritten while they were read
		return s, Subject{}, nil
	}
	return s, subject, err
}

// checkBlock is how many places a processor checks at a time.
const checkBlock = 1024

// readAll checks every record, on all processors, and returns the first that is damaged.
func (f *File) readAll(step func(places int)) error {
	blocks := (f.Places() + checkBlock - 1) / checkBlock
	errs := make([]error, blocks)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) {
		group.Go(func() {
			for k := int(next.Add(1)) - 1; k < blocks; k = int(next.Add(1)) - 1 {
				from, to := k*checkBlock, min((k+1)*checkBlock, f.Places())
				for n := from; n < to && errs[k] == nil; n++ {
					_, _, errs[k] = f.At(n)
				}
				step(to - from)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
