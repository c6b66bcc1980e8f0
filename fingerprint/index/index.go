// Package index finds out of very many people the few whose ten prints may be the probe's, without looking at where their minutiae lie.
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
	turns  [fingerprint.Classes + 2*spreadClasses]int32
}

// spreadClasses is how many classes of turns on either side of the common one are counted with it.
const spreadClasses = 2

// support is how many of the finger's edges agree with edges of the probe under one turn.
func (l *looker) support(probes []alike.Probe, angles []uint8) int32 {
	if most := len(probes)*len(l.sketch.angles) + alike.Spare; most > len(l.found) {
		l.found = make([]uint32, most)
	}
	theirs := l.sketch.angles
	clear(l.turns[:])
	for _, pair := range l.found[:alike.Find(l.found, probes, l.sketch.far, l.sketch.starts[:])] {
		l.turns[(angles[pair>>16]-theirs[pair&0xFFFF])/fingerprint.ClassSize+spreadClasses]++
	}
	for n := range spreadClasses { // a turn has no beginning
		l.turns[n] += l.turns[n+fingerprint.Classes]
		l.turns[n+fingerprint.Classes+spreadClasses] += l.turns[n+spreadClasses]
	}
	return l.most()
}

// most is the greatest sum of classes that lie together.
func (l *looker) most() int32 {
	sum, best := int32(0), int32(0)
	for n := range 2 * spreadClasses {
		sum += l.turns[n]
	}
	for n := 2 * spreadClasses; n < len(l.turns); n++ {
		sum += l.turns[n]
		best = max(best, sum)
		sum -= l.turns[n-2*spreadClasses]
	}
	return best
}
