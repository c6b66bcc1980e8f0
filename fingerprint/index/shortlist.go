package index

import (
	"math"
	"slices"
	"sync"

	"sallyport/fingerprint"
	"sallyport/fingerprint/alike"
	"sallyport/fingerprint/steady"
)

// The steps of a search: few edges of few fingers are looked for in every subject, all edges of all fingers in the likeliest of
// these, and those left over are compared minutia by minutia. Each step is given about the same work, however few fingers the probe has.
const (
	glanceFingers = 4
	glanceEdges   = 96 // of all fingers together
	lookShare     = 10 // one subject in so many is looked at again, by one finger
	leastLook     = 256
)

// Shortlist returns the numbers of the subjects whose prints are most likely the probe's, likeliest first and at most limit, on so many
// cores. What is likelier is told by the edges that agree on how one print lies on the other, each finger measured against how many do in
// strangers; a finger that a subject or the probe lacks counts neither for nor against. Whoever is not on it can be a match that was
// lost: how often is measured, see docs/why/performance.md.
func (x *Index) Shortlist(probe *[fingers]*fingerprint.Prepared, limit, cores int) []int {
	all := make([]int32, x.Subjects)
	for n := range all {
		all[n] = int32(n)
	}
	have := max(count(probe), 1)
	glance := list(probe, glanceEdges/min(have, glanceFingers))
	few := x.likeliest(all, glance, glanceFingers, max(leastLook, x.Subjects/(lookShare*have), limit), cores)
	few = x.likeliest(few, list(probe, math.MaxInt), fingers, limit, cores)
	out := make([]int, len(few))
	for n, subject := range few {
		out[n] = int(subject)
	}
	return out
}

// count is how many fingers there are.
func count(probe *[fingers]*fingerprint.Prepared) (n int) {
	for _, p := range probe {
		if p != nil {
			n++
		}
	}
	return n
}

// wanted is what is looked for of one finger.
type wanted struct {
	finger int
	probes []alike.Probe
	angles []uint8
	lies   []fingerprint.Place // of each probe, by class of turns: where its near minutia lies when the print is turned so
}

// list is so many edges of each finger of the probe, fingers with most edges first.
func list(probe *[fingers]*fingerprint.Prepared, edges int) (list []wanted) {
	for n, p := range probe {
		if p != nil {
			w := wanted{finger: n}
			for _, q := range p.Wanted(edges) {
				w.probes, w.angles, w.lies = append(w.probes, q.Probe), append(w.angles, q.Angle), append(w.lies, turned(q.Near)...)
			}
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b wanted) int { return probe[b.finger].Edges() - probe[a.finger].Edges() })
	return list
}

// turned is where a place lies when the print is turned back by each class of turns.
func turned(at fingerprint.Place) []fingerprint.Place {
	out := make([]fingerprint.Place, fingerprint.Classes)
	for class := range out {
		turn := (float64(class) + 0.5) * 2 * math.Pi / fingerprint.Classes
		sin, cos := steady.Sin(turn), steady.Cos(turn)
		x, y := float64(at.X), float64(at.Y)
		out[class] = fingerprint.Place{X: whole(float64(x*cos) - float64(y*sin)), Y: whole(float64(x*sin) + float64(y*cos))}
	}
	return out
}

func whole(v float64) int8 { return int8(math.Floor(max(-127, min(127, v)) + 0.5)) }

// seen is what was found of one finger in one subject.
type seen struct {
	support uint8 // how many pairs of edges agree with each other
	edges   uint8 // of so many; 0 where the finger was not looked at
}

// likeliest keeps the subjects, at most limit, in which most edges are found. So many fingers of each are looked at, the first on the list
// that it has; who has none of them is left out.
func (x *Index) likeliest(subjects []int32, list []wanted, most, limit, cores int) []int32 {
	all := make([][]seen, len(list))
	for k := range list {
		all[k] = make([]seen, len(subjects))
	}
	each(len(subjects), cores, func() func(n int) {
		l := new(looker)
		return func(n int) { x.look(l, subjects, n, list, most, all) }
	})
	sums, known := make([]float32, len(subjects)), make([]bool, len(subjects))
	for _, column := range all {
		weigh(column, sums, known)
	}
	found := make([]ranked, 0, len(subjects))
	for n, subject := range subjects {
		if known[n] {
			found = append(found, ranked{sums[n], subject})
		}
	}
	return first(found, limit)
}

// look notes in all what is found of the fingers on the list in the n-th subject, while those after it are brought near.
func (x *Index) look(l *looker, subjects []int32, n int, list []wanted, most int, all [][]seen) {
	sketches := x.Sketches(int(subjects[n]))
	if n+2 < len(subjects) {
		x.Sketches(int(subjects[n+2])).fetchHead()
		x.Sketches(int(subjects[n+1])).fetch(list, most)
	}
	looked := 0
	for k := range list {
		if w := &list[k]; looked < most && l.sketch.read(sketches, w.finger) {
			all[k][n] = seen{uint8(l.support(w)), sketches[w.finger]}
			looked++
		}
	}
}

// each calls work for 0 to count-1, what each core does with memory of its own.
func each(count, cores int, start func() (work func(n int))) {
	var group sync.WaitGroup
	for core := range cores {
		group.Go(func() {
			work := start()
			for n := core * count / cores; n < (core+1)*count/cores; n++ {
				work(n)
			}
		})
	}
	group.Wait()
}

// weigh adds to each subject's sum by how much the support of one finger stands out. In strangers support grows with the number of edges,
// and its spread with the root of that, as of things counted.
func weigh(column []seen, sums []float32, known []bool) {
	total, edges := 0, 0
	for _, s := range column {
		total, edges = total+int(s.support), edges+int(s.edges)
	}
	if edges == 0 {
		return
	}
	rate := float64(total) / float64(edges)
	for n, s := range column {
		if s.edges > 0 {
			usual := float64(rate * float64(s.edges)) // rounded, so that no processor fuses it with the sums below
			sums[n] += float32((float64(s.support) - usual) / math.Sqrt(usual+1))
			known[n] = true
		}
	}
}
