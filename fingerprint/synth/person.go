// Package synth makes prints of fingers that nobody has, by the published SFinGe steps (Cappelli, Maio, Maltoni:
// "Synthetic fingerprint-database generation", ICPR 2002; Maltoni et al., Handbook of Fingerprint Recognition, ch. 6).
//
// The same seed gives the same prints on every processor. Figures measured on them must be called synthetic.
package synth

import (
	"math/rand/v2"
	"sync"
)

// Class is the overall pattern of a finger.
type Class uint8

// The five classes of Henry's system, as commonly counted.
const (
	Arch Class = iota
	TentedArch
	LeftLoop
	RightLoop
	Whorl
)

func (c Class) String() string {
	return [...]string{"arch", "tented arch", "left loop", "right loop", "whorl"}[c]
}

// Person is one invented person.
type Person struct {
	seed   uint64
	number uint64
}

// NewPerson returns person n of the world that seed makes.
func NewPerson(seed uint64, n int) Person { return Person{seed, uint64(n)} }

// Finger is one finger of a person. Its methods may be called from several goroutines.
type Finger struct {
	Position int // ANSI/NIST-ITL finger position: 1 right thumb … 5 right little, 6 left thumb … 10 left little
	Class    Class
	seed     uint64
	pattern  pattern
	grow     sync.Once
	master   ridges
}

// Finger returns the finger at an ANSI/NIST-ITL position, 1-10; any other position is taken modulo ten.
func (p Person) Finger(position int) *Finger {
	position = (position+9)%10 + 1
	traits := p.random(0)
	tendency, period := traits.Float64(), between(traits, 8.4, 9.6)
	own := p.random(uint64(position))
	class := pickClass(tendency, position, own)
	if position == 1 || position == 6 {
		period += 0.5 // thumbs have coarser ridges
	}
	return &Finger{
		Position: position,
		Class:    class,
		seed:     own.Uint64(),
		pattern:  newPattern(class, period, own),
	}
}

func (p Person) random(stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(p.seed*0x9E3779B97F4A7C15+p.number, stream))
}

// pickClass draws a class with the natural shares A 3.7, T 2.9, L 33.8, R 31.7, W 27.9 %.
// The fingers of one person resemble each other: half of them follow the person's tendency, which leaves the shares as they are.
func pickClass(tendency float64, position int, own *rand.Rand) Class {
	level := own.Float64()
	if own.IntN(2) == 0 {
		level = tendency
	}
	switch {
	case level < 0.037:
		return Arch
	case level < 0.066:
		return TentedArch
	case level >= 0.721:
		return Whorl
	}
	// Loops open to the little finger: to the right on the right hand, to the left on the left hand, with few exceptions.
	ulnar := own.Float64()
	if position <= 5 {
		if ulnar < 0.918 {
			return RightLoop
		}
		return LeftLoop
	}
	if ulnar < 0.95 {
		return LeftLoop
	}
	return RightLoop
}

// between draws a number from low to high.
func between(r *rand.Rand, low, high float64) float64 {
	return low + float64(r.Float64()*(high-low))
}
