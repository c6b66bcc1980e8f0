package index

import (
	"sallyport/fingerprint"
	"sallyport/fingerprint/alike"
)

// Sketches is what a search asks of every subject first: the edges of a ten-print without their places, as they lie in a gallery file.
// For each finger by position how many edges there are (a byte, 0 where the finger or any edge is missing); then for each that is
// there how many edges have each class of turns (fingerprint.Classes bytes), and of the edges, sorted by turn, the lengths, the turns
// at the far ends and the angles (a byte each); last alike.Padding zeros. Any bytes may be looked at: where they are no such thing, or are
// overwritten meanwhile, nothing is found in them.
type Sketches []byte

const (
	fingers      = len(fingerprint.TenPrint{})
	sketchesHead = fingers
)

// MaxSketches is how long Sketches can be: 7,434 bytes.
const MaxSketches = sketchesHead + fingers*(fingerprint.Classes+3*fingerprint.MostSketched) + alike.Padding

// AppendSketches appends the sketches of ten fingers, nil where one is missing.
func AppendSketches(out []byte, prints *[fingers]*fingerprint.Prepared) []byte {
	start := len(out)
	out = append(out, make([]byte, sketchesHead)...)
	for n, p := range prints {
		if p == nil || p.Edges() == 0 {
			continue
		}
		s := p.Sketch()
		out[start+n] = uint8(len(s.Angles))
		out = append(out, s.Classes[:]...)
		out = append(out, s.Lengths...)
		out = append(out, s.Turns...)
		out = append(out, s.Angles...)
	}
	return append(out, make([]byte, alike.Padding)...)
}

// edges is how many edges each finger has, 0 where it is missing.
func (s Sketches) edges() (counts [fingers]uint8) {
	copy(counts[:], s)
	return counts
}

// sketch is one finger's.
type sketch struct {
	starts [fingerprint.Classes + 1]uint16
	far    alike.Edges
	angles []uint8
}

// read finds a finger's sketch, and says whether it is there.
func (k *sketch) read(s Sketches, counts *[fingers]uint8, finger int) bool {
	begin, count := sketchesHead, int(counts[finger])
	for _, before := range counts[:finger] {
		if before > 0 {
			begin += fingerprint.Classes + 3*int(before)
		}
	}
	if count == 0 || begin+fingerprint.Classes+3*count+alike.Padding > len(s) {
		return false
	}
	sum := uint16(0)
	for class, more := range s[begin : begin+fingerprint.Classes] {
		k.starts[class] = sum
		sum += uint16(more)
	}
	k.starts[fingerprint.Classes] = sum
	s = s[begin+fingerprint.Classes:]
	k.far = alike.Edges{Lengths: s[:count+alike.Padding], Turns: s[count : 2*count+alike.Padding]}
	k.angles = s[2*count : 3*count]
	return int(sum) == count
}

func (s Sketches) fetchHead() { alike.Fetch(s[:min(1, len(s))]) }

func (s Sketches) fetch(list []wanted, most int) {
	counts := s.edges()
	var begins [fingers]int
	begin := sketchesHead
	for n, count := range counts {
		begins[n] = begin
		if count > 0 {
			begin += fingerprint.Classes + 3*int(count)
		}
	}
	for k := range list[:min(most, len(list))] {
		f := list[k].finger
		from := min(begins[f], len(s))
		alike.Fetch(s[from:min(from+fingerprint.Classes+3*int(counts[f]), len(s))])
	}
}
