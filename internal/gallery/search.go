package gallery

import (
	"errors"
	"runtime"
	"slices"

	"sallyport/fingerprint"
	"sallyport/fingerprint/index"
	"sallyport/internal/cores"
)

// Search returns the likeliest subjects, at most limit, by falling score and equal scores by ID, as package index finds them, on all
// processors. Subjects removed meanwhile are not among them. The first search of a file reads and checks every record, and calls
// step with how many it went through, from several goroutines.
func (f *File) Search(probe *TenPrint, limit int, step func(places int)) ([]fingerprint.Candidate, error) {
	if err := f.checkRecords(step); err != nil {
		return nil, err
	}
	lies := map[string]Stored{}
	all := &index.Index{Subjects: f.Places(), Sketches: f.sketches, Subject: func(n int) (string, *TenPrint, error) {
		s, subject, err := f.read(n)
		lies[subject.ID] = s
		return subject.ID, &subject.Prints, err
	}}
	found, err := all.Search(probe, limit, runtime.GOMAXPROCS(0))
	found = slices.DeleteFunc(found, func(c fingerprint.Candidate) bool { return lies[c.ID].Removed() })
	return found, errors.Join(err, f.stillWhole())
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

// checkRecords reads what was not read before, on all processors, and returns the first damage.
func (f *File) checkRecords(step func(places int)) error {
	f.checking.Lock()
	defer f.checking.Unlock()
	first := f.checked
	err := cores.Each((f.Places()-first+checkBlock-1)/checkBlock, func(k int) error {
		from, to := first+k*checkBlock, min(first+(k+1)*checkBlock, f.Places())
		defer step(to - from)
		for n := from; n < to; n++ {
			if _, _, err := f.At(n); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		f.checked = f.Places()
	}
	return err
}
