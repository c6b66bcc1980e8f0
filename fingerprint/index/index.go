// Package index finds out of very many people the few whose ten prints may be the probe's: by sketches first, and then
// minutia by minutia.
package index

import (
	"sallyport/fingerprint"
	"sallyport/fingerprint/alike"
)

// Index is the subjects of a search, by numbers from 0 to Subjects-1.
type Index struct {
	Subjects int
	Sketches func(subject int) Sketches // nil where the subject was removed; called from several goroutines at once

	// Subject is asked of those on a shortlist: what they are called, nothing where they were removed, and their prints.
	Subject func(subject int) (id string, prints *fingerprint.TenPrint, err error)
}

// looker looks for probes in sketches; it is used again and again.
type looker struct {
	sketch sketch
	found  []uint32
	lies   alike.Lies
}

// How far pairs of edges may be apart that say the same of how one print lies on the other.
const (
	placeApart = 4  // units of fingerprint.PlaceSize
	turnApart  = 10 // 256ths of a turn
)

// support is how many pairs of edges, one of the probe's and one of the finger's that agree, also agree with each other on how one print
// lies on the other. The first alike.MostLies pairs are considered.
func (l *looker) support(w *wanted) int {
	if most := len(w.probes)*len(l.sketch.angles) + alike.Spare; most > len(l.found) {
		l.found = make([]uint32, most)
	}
	k, count := &l.sketch, 0
	found := l.found[:alike.Find(l.found, w.probes, k.far, &k.starts, len(k.angles))]
	for _, pair := range found[:min(len(found), alike.MostLies)] {
		probe, edge := int(pair>>16), pair&0xFFFF
		near := int(k.nears[edge])
		if 2*near+1 >= len(k.places) {
			continue // in what is overwritten meanwhile
		}
		turn := w.angles[probe] - k.angles[edge]
		lies := w.lies[probe*fingerprint.Classes+int(turn/fingerprint.ClassSize)]
		l.lies.X[count], l.lies.Y[count], l.lies.Turn[count] = k.places[2*near]-uint8(lies.X), k.places[2*near+1]-uint8(lies.Y), turn
		count++
	}
	return alike.Most(&l.lies, count, placeApart, turnApart)
}
