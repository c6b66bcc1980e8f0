package index

import (
	"sallyport/fingerprint"
	"sallyport/fingerprint/alike"
)

// Sketches is what a search asks of every subject first: the edges between neighbouring minutiae, as they lie in a gallery file. For each
// finger by position how many edges there are (a byte, 0 where the finger or any edge is missing), and for each how many minutiae (a
// byte); then for each finger that has edges how many of them have each class of turns (fingerprint.Classes bytes), and of the edges, sorted
// by turn, the lengths, the turns at the far ends, the angles and the numbers of the minutiae they leave (a byte each), and of
// the minutiae x and y (a byte each, signed); last alike.Padding zeros. Any bytes may be looked at: where they are no such thing, or
// are overwritten meanwhile, nothing or little is found in them.
type Sketches []byte

const (
	fingers      = len(fingerprint.TenPrint{})
	sketchesHead = 2 * fingers
)

// MaxSketches is how long Sketches can be: 14,784 bytes.
const MaxSketches = sketchesHead + fingers*(fingerprint.Classes+4*fingerprint.MostSketched+2*fingerprint.MaxMinutiae) + alike.Padding

// AppendSketches appends the sketches of ten fingers, nil where one is missing.
func AppendSketches(out []byte, prints *[fingers]*fingerprint.Prepared) []byte {
	start := len(out)
	out = append(out, make([]byte, sketchesHead)...)
	for n, p := range prints {
		if p == nil || p.Edges() == 0 {
			continue
		}
		s := p.Sketch()
		out[start+n], out[start+fingers+n] = uint8(len(s.Angles)), uint8(len(s.Places))
		out = append(out, s.Classes[:]...)
		out = append(out, s.Lengths...)
		out = append(out, s.Turns...)
		out = append(out, s.Angles...)
		out = append(out, s.Nears...)
		for _, at := range s.Places {
			out = append(out, uint8(at.X), uint8(at.Y))
		}
	}
	return append(out, make([]byte, alike.Padding)...)
}

// sketch is one finger's.
type sketch struct {
	starts        alike.Starts // of fingerprint.Classes
	far           alike.Edges
	angles, nears []uint8
	places        []uint8 // x and y in turn
}

// length is how long a finger's sketch is.
func (s Sketches) length(finger int) int {
	if s[finger] == 0 {
		return 0
	}
	return fingerprint.Classes + 4*int(s[finger]) + 2*int(s[fingers+finger])
}

// begin is where a finger's sketch begins, and how long it is.
func (s Sketches) begin(finger int) (begin, length int) {
	begin = sketchesHead
	for n := range finger {
		begin += s.length(n)
	}
	return begin, s.length(finger)
}

// read finds a finger's sketch, and says whether it is there.
func (k *sketch) read(s Sketches, finger int) bool {
	if len(s) < sketchesHead || s[finger] == 0 {
		return false
	}
	count := int(s[finger])
	begin, length := s.begin(finger)
	if begin+length+alike.Padding > len(s) {
		return false
	}
	s = s[begin : begin+length+alike.Padding]
	sum := uint16(0)
	for class, more := range s[:fingerprint.Classes] {
		k.starts[class] = sum
		sum += uint16(more)
	}
	k.starts[fingerprint.Classes] = sum
	s = s[fingerprint.Classes:]
	k.far = alike.Edges{Lengths: s[:count+alike.Padding], Turns: s[count : 2*count+alike.Padding]}
	k.angles, k.nears, k.places = s[2*count:3*count], s[3*count:4*count], s[4*count:]
	return int(sum) == count
}

func (s Sketches) fetchHead() { alike.Fetch(s[:min(1, len(s))]) }

func (s Sketches) fetch(list []wanted, most int) {
	if len(s) < sketchesHead {
		return
	}
	for k := range list[:min(most, len(list))] {
		begin, length := s.begin(list[k].finger)
		alike.Fetch(s[min(begin, len(s)):min(begin+length, len(s))])
	}
}
