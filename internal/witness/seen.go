package witness

import (
	"maps"
	"slices"
	"time"
)

// Seen is what the witness has cosigned last of a log.
type Seen struct {
	Origin string
	Hash   string    // of the origin, in the address of the checkpoint
	Size   uint64    // entries
	At     time.Time // of the cosignature; zero where there is none yet
}

// Seen is what it has seen of each log that it follows, in the order of their names.
func (w *Witness) Seen() (all []Seen) {
	for _, origin := range slices.Sorted(maps.Keys(w.logs)) {
		l := w.logs[origin]
		l.mu.Lock()
		s := Seen{Origin: origin, Hash: hashOf(origin), Size: l.last.Size}
		if l.signed != nil {
			s.At = time.Unix(l.at.Unix(), 0).UTC()
		}
		l.mu.Unlock()
		all = append(all, s)
	}
	return all
}
