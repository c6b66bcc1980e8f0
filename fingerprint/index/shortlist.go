package index

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"sallyport/fingerprint"
)

// The steps of a search: few edges of few fingers are looked for in every subject, all edges of all fingers in the likeliest of
// these, and those left over are compared minutia by minutia by the caller.
const (
	glanceEdges   = 24
	glanceFingers = 4
	lookShare     = 200 // one subject in so many is looked at again
	leastLook     = 256
	leastCompared = 20 // subjects are compared minutia by minutia at least
)

// Search returns the likeliest subjects, at most limit, as a search of everyone would rank them: those on a shortlist are compared
// minutia by minutia. prints gives a subject's name and prints; it is called from one goroutine.
func (x *Index) Search(probe *fingerprint.TenPrint, limit, cores int, prints func(subject int) (id string, prints *fingerprint.TenPrint)) []fingerprint.Candidate {
	var few fingerprint.Gallery
	for _, subject := range x.Shortlist(probe, max(limit, leastCompared), cores) {
		id, theirs := prints(subject)
		few.Add(id, *theirs)
	}
	return few.Search(*probe, limit)
}

// Shortlist returns the numbers of the subjects whose prints are most likely the probe's, likeliest first and at most limit, on so many
// cores. What is likelier is told by the edges that agree, each finger measured against how many agree in strangers; a finger
// that a subject or the probe lacks counts neither for nor against. Whoever is not on it can be a match that was lost: how
// often is measured on synthetic prints, see docs/why/performance.md.
func (x *Index) Shortlist(probe *fingerprint.TenPrint, limit, cores int) []int {
	own := probe.Prepare()
	var all []int32
	for n := range int32(x.Len()) {
		if x.has(n, &own) {
			all = append(all, n)
		}
	}
	few := x.likeliest(all, &own, largest(&own, glanceFingers), glanceEdges, max(leastLook, x.Len()/lookShare), cores)
	few = x.likeliest(few, &own, largest(&own, fingers), math.MaxInt, limit, cores)
	out := make([]int, len(few))
	for n, subject := range few {
		out[n] = int(subject)
	}
	return out
}

// has says whether the subject has one of the fingers.
func (x *Index) has(subject int32, own *[fingers]*fingerprint.Prepared) bool {
	for n, p := range own {
		if p != nil && x.columns[n].fingers[subject].count > 0 {
			return true
		}
	}
	return false
}

// largest lists the fingers with most edges, at most count.
func largest(own *[fingers]*fingerprint.Prepared, count int) (list []int) {
	for n, p := range own {
		if p != nil {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return own[b].Edges() - own[a].Edges() })
	return list[:min(count, len(list))]
}

// likeliest keeps the subjects, at most limit, in which most of so many edges of the fingers are found.
func (x *Index) likeliest(subjects []int32, own *[fingers]*fingerprint.Prepared, which []int, edges, limit, cores int) []int32 {
	sums := make([]float32, len(subjects))
	for _, finger := range which {
		c := &x.columns[finger]
		probes, angles := own[finger].Probes(edges)
		support := make([]int32, len(subjects))
		each(len(subjects), cores, func(l *looker, n int) {
			if f := &c.fingers[subjects[n]]; f.count > 0 {
				support[n] = l.support(c, f, probes, angles)
			}
		})
		c.weigh(subjects, support, sums)
	}
	order := make([]int32, len(subjects))
	for n := range order {
		order[n] = int32(n)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	order = order[:min(limit, len(order))]
	for n := range order {
		order[n] = subjects[order[n]]
	}
	return order
}

// each calls work for 0 to count-1.
func each(count, cores int, work func(l *looker, n int)) {
	var group sync.WaitGroup
	for core := range cores {
		group.Go(func() {
			var l looker
			for n := core * count / cores; n < (core+1)*count/cores; n++ {
				work(&l, n)
			}
		})
	}
	group.Wait()
}

// weigh adds to each subject's sum by how much its support stands out. In strangers support grows with the number of edges, and its
// spread with the root of that, as of things counted.
func (c *column) weigh(subjects []int32, support []int32, sums []float32) {
	total, edges := 0, 0
	for n, s := range support {
		total, edges = total+int(s), edges+int(c.fingers[subjects[n]].count)
	}
	if edges == 0 {
		return
	}
	rate := float64(total) / float64(edges)
	for n, s := range support {
		if count := float64(c.fingers[subjects[n]].count); count > 0 {
			usual := float64(rate * count) // rounded, so that no processor fuses it with the sums below
			sums[n] += float32((float64(s) - usual) / math.Sqrt(usual+1))
		}
	}
}
