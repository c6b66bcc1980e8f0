// Package index finds out of very many people the few whose ten prints may be the probe's, without looking at where their minutiae lie.
package index

import (
	"sallyport/fingerprint"
	"sallyport/fingerprint/alike"
)

// fingers of a ten-print.
const fingers = len(fingerprint.TenPrint{})

// Index is what a search asks of every subject first: the edges of its prints, without their places, laid out flat, finger by
// finger in the order subjects were added. It may be searched from several goroutines at once, but not while subjects are added.
type Index struct {
	columns [fingers]column
}

// column is one finger of everyone.
type column struct {
	fingers []indexed // one a subject
	starts  []uint16  // Classes+1 of each finger that is there
	keys    []alike.Key
	angles  []uint8 // of the edges, in the picture
}

// indexed is where a finger's edges lie.
type indexed struct {
	first uint32 // in keys and angles
	turns uint32 // in starts
	count uint16 // 0 where the finger is missing
}

// Len is the number of subjects.
func (x *Index) Len() int { return len(x.columns[0].fingers) }

// Bytes is how much memory the subjects take.
func (x *Index) Bytes() (sum int) {
	for n := range x.columns {
		c := &x.columns[n]
		sum += 12*len(c.fingers) + 2*len(c.starts) + 2*len(c.keys) + len(c.angles)
	}
	return sum
}

// Add enters the prints of one more subject, whose number is what Len was before.
func (x *Index) Add(prints *fingerprint.TenPrint) {
	for n, p := range prints.Prepare() {
		x.columns[n].add(p)
	}
}

// Remove overwrites the prints of a subject, who is not found again. The numbers of the others stay.
func (x *Index) Remove(subject int) {
	for n := range x.columns {
		c := &x.columns[n]
		f := &c.fingers[subject]
		if f.count > 0 {
			clear(c.starts[f.turns : f.turns+fingerprint.Classes+1])
			clear(c.keys[f.first : f.first+uint32(f.count)])
			clear(c.angles[f.first : f.first+uint32(f.count)])
		}
		*f = indexed{}
	}
}

func (c *column) add(p *fingerprint.Prepared) {
	if p == nil {
		c.fingers = append(c.fingers, indexed{})
		return
	}
	s, f := p.Sketch(), indexed{first: uint32(len(c.angles)), turns: uint32(len(c.starts))}
	f.count = uint16(len(s.Angles))
	c.starts = append(c.starts, s.Starts[:]...)
	c.keys = append(c.keys[:f.first], s.Keys...)
	c.angles = append(c.angles, s.Angles...)
	c.fingers = append(c.fingers, f)
}

// looker looks for probes in the index; it is used again and again.
type looker struct {
	found []uint32
	turns [fingerprint.Classes + 2*spreadClasses]int32
}

// spreadClasses is how many classes of turns on either side of the common one are counted with it.
const spreadClasses = 2

// support is how many of the finger's edges agree with edges of the probe under one turn.
func (l *looker) support(c *column, f *indexed, probes []alike.Probe, angles []uint8) int32 {
	if most := len(probes) * int(f.count); most > len(l.found) {
		l.found = make([]uint32, most)
	}
	last := int(f.first) + int(f.count) + alike.Padding
	n := alike.Find(l.found, probes, c.keys[f.first:last], c.starts[f.turns:f.turns+fingerprint.Classes+1])
	theirs := c.angles[f.first:]
	clear(l.turns[:])
	for _, pair := range l.found[:n] {
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
