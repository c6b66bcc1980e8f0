package fingerprint

import (
	"cmp"
	"math"
	"slices"

	"sallyport/fingerprint/alike"
)

// Classes is how many classes the turns at the near ends of edges fall into in a Sketch, ClassSize how many 256ths of a turn one is.
const (
	Classes   = 64
	ClassSize = 256 / Classes
)

// Sketch is edges of a print: enough to tell who is unlike.
type Sketch struct {
	Classes                [Classes]uint8 // how many edges have each class of turns at their near ends
	Lengths, Turns, Angles []uint8        // of the edges, by rising turn: pixels; at the far ends and in the picture, 256ths of a turn
	Nears                  []uint8        // numbers of the minutiae that the edges leave
	Places                 []Place        // of the minutiae
}

// Place is where a minutia lies from the middle of all, in units of PlaceSize pixels, x to the right and y down.
type Place struct{ X, Y int8 }

// PlaceSize is the unit of a Place, pixels.
const PlaceSize = 4

// MostSketched bounds the edges of a sketch, so that a gallery's size is known: a rolled print of a hundred minutiae has three times as many.
const MostSketched = 224

// Sketch is the print's: all of its edges, each both ways, or the MostSketched most central.
func (p *Prepared) Sketch() (s Sketch) {
	s.Places = p.places()
	kept := central(p.edges, s.Places, MostSketched)
	slices.Sort(kept)
	for _, n := range kept {
		e := &p.edges[n]
		s.Classes[e.fromTurn/ClassSize]++
		s.Lengths, s.Turns, s.Angles = append(s.Lengths, e.length), append(s.Turns, e.toTurn), append(s.Angles, e.angle)
		s.Nears = append(s.Nears, e.from)
	}
	return s
}

// central is the numbers of the edges nearest the middle of the print, at most count, nearest first: what is there is on the glass whenever
// the finger is. Spread over the print, as many edges of a glance missed four mates where these miss one.
func central(edges []edge, places []Place, count int) []int {
	far, order := make([]int, len(edges)), make([]int, len(edges))
	for n, e := range edges {
		x, y := int(places[e.from].X)+int(places[e.to].X), int(places[e.from].Y)+int(places[e.to].Y)
		far[n], order[n] = x*x+y*y, n
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(far[a]-far[b], a-b) })
	return order[:min(count, len(order))]
}

// places are those of all minutiae; what lies further than a Place reaches is put at its rim.
func (p *Prepared) places() []Place {
	x, y := 0, 0
	for n := range p.x {
		x, y = x+int(p.x[n]), y+int(p.y[n])
	}
	near := func(v int16, sum int) int8 {
		return int8(max(math.MinInt8, min(math.MaxInt8, (int(v)-sum/len(p.x))/PlaceSize)))
	}
	places := make([]Place, len(p.x))
	for n := range places {
		places[n] = Place{near(p.x[n], x), near(p.y[n], y)}
	}
	return places
}

// Edges is how many edges are drawn in the print.
func (p *Prepared) Edges() int { return len(p.drawn) }

// Wanted is what an edge of a sketch must be like to agree with one of a print.
type Wanted struct {
	alike.Probe
	Angle uint8 // of the print's edge in the picture, 256ths of a turn
	Near  Place // of the minutia that it leaves
}

// sketchTurn and sketchSlack are how far edges may differ here: by less than the matcher allows, 256ths of a turn and the share of its pixels.
// Chance finds a stranger's edges alike five times less often, and a mate's two thirds as often.
const (
	sketchTurn  = 7
	sketchSlack = 0.6
)

// Wanted is what edges of sketches must be like to agree with the print's most central, at most count.
func (p *Prepared) Wanted(count int) []Wanted {
	places := p.places()
	order := central(p.drawn, places, count)
	all := make([]Wanted, len(order))
	for n := range all {
		e := &p.drawn[order[n]]
		slack := uint8(float64(lengthTolerance(e.length)) * sketchSlack)
		all[n] = Wanted{alike.Probe{
			First: (e.fromTurn - sketchTurn) / ClassSize, Last: (e.fromTurn + sketchTurn) / ClassSize,
			Length: alike.Below{Low: e.length + slack, Span: 2 * slack},
			Turn:   alike.Below{Low: e.toTurn + sketchTurn, Span: 2 * sketchTurn},
		}, e.angle, places[e.from]}
	}
	return all
}
