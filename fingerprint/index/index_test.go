package index_test

import (
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"sallyport/fingerprint"
	"sallyport/fingerprint/index"
	"sallyport/fingerprint/synth"
	"sallyport/internal/outside"
)

func tenPrint(person, impression int) (prints fingerprint.TenPrint) {
	for n := range prints {
		prints[n] = synth.NewPerson(7, person).Finger(n + 1).Template(impression)
	}
	return prints
}

// withoutTwo leaves two fingers out, each time others.
func withoutTwo(prints fingerprint.TenPrint, person int) fingerprint.TenPrint {
	prints[person%10], prints[(person+3)%10] = fingerprint.Template{}, fingerprint.Template{}
	return prints
}

// crowd is synthetic people, first impressions, and an index of them.
func crowd(count int) (x *index.Index, all []fingerprint.TenPrint) {
	all = make([]fingerprint.TenPrint, count)
	var group sync.WaitGroup
	for core := range 2 {
		group.Go(func() {
			for n := core; n < count; n += 2 {
				all[n] = tenPrint(n, 0)
			}
		})
	}
	group.Wait()
	return indexOf(all), all
}

// indexOf is an index of people whose sketches lie in memory.
func indexOf(all []fingerprint.TenPrint) *index.Index {
	sketches := make([]index.Sketches, len(all))
	for n := range all {
		prints := all[n].Prepare()
		sketches[n] = index.AppendSketches(nil, &prints)
	}
	return &index.Index{Subjects: len(all), Sketches: func(n int) index.Sketches { return sketches[n] },
		Subject: func(n int) (string, *fingerprint.TenPrint, error) { return strconv.Itoa(n), &all[n], nil }}
}

func shortlist(x *index.Index, probe *fingerprint.TenPrint, limit, cores int) []int {
	fingers := probe.Prepare()
	return x.Shortlist(&fingers, limit, cores)
}

// TestIndexFindsPeople: by another impression, two fingers missing, everyone comes first, however many cores look.
func TestIndexFindsPeople(t *testing.T) {
	x, all := crowd(600)
	for n := 0; n < len(all); n += 20 {
		probe := withoutTwo(tenPrint(n, 1), n)
		one, two := shortlist(x, &probe, 50, 1), shortlist(x, &probe, 50, 3)
		if one[0] != n || !slices.Equal(one, two) {
			t.Errorf("person %d: one core lists %v, three list %v", n, one, two)
		}
	}
}

// TestIndexOfFewFingers: fingers that a subject or the probe lacks are left out, and who has none in common is not listed.
func TestIndexOfFewFingers(t *testing.T) {
	_, all := crowd(30)
	thumb, rest := fingerprint.TenPrint{tenPrint(99, 0)[0]}, tenPrint(98, 0)
	rest[0] = fingerprint.Template{}
	x := indexOf(append(all, thumb, rest))
	probe := fingerprint.TenPrint{tenPrint(99, 1)[0]}
	if list := shortlist(x, &probe, 100, 1); len(list) != 31 || list[0] != 30 || slices.Contains(list, 31) {
		t.Errorf("by a thumb: %v", list)
	}
	probe = tenPrint(99, 1) // whose thumb may be none of the fingers that are glanced at
	if list := shortlist(x, &probe, 100, 1); len(list) != 32 || !slices.Contains(list[:5], 30) {
		t.Errorf("somebody with a thumb only, by ten fingers: %v", list)
	}
	far := thumb // whose three minutiae are too far apart for an edge
	far[0].Minutiae = []fingerprint.Minutia{{X: 0, Y: 0}, {X: 300, Y: 0}, {X: 0, Y: 300}}
	far[4] = tenPrint(97, 0)[4]
	probe = fingerprint.TenPrint{4: tenPrint(97, 1)[4]}
	if list := shortlist(indexOf(append(all, far)), &probe, 100, 1); list[0] != 30 {
		t.Errorf("by a finger behind one without edges: %v", list)
	}
	if list := shortlist(x, &fingerprint.TenPrint{}, 100, 1); len(list) != 0 {
		t.Errorf("by no finger: %v", list)
	}
}

// TestIndexForgets: where sketches were overwritten, wholly or in part, nobody is listed, or nobody is harmed.
func TestIndexForgets(t *testing.T) {
	_, all := crowd(40)
	prints := all[11].Prepare()
	whole := index.AppendSketches(nil, &prints)
	probe := tenPrint(11, 1)
	for from := 0; from <= len(whole); from += 97 {
		for _, part := range []index.Sketches{append(make([]byte, from), whole[from:]...), append(slices.Clone(whole[:from]), make([]byte, len(whole)-from)...), whole[:from]} {
			x := &index.Index{Subjects: 1, Sketches: func(int) index.Sketches { return part }}
			if list := shortlist(x, &probe, 1, 1); from == len(whole) && len(part) == 0 && len(list) > 0 {
				t.Errorf("zeros are listed: %v", list)
			}
		}
	}
	gone := &index.Index{Subjects: 2, Sketches: func(n int) index.Sketches { return [...]index.Sketches{nil, whole}[n] }}
	if list := shortlist(gone, &probe, 5, 1); !slices.Equal(list, []int{1}) {
		t.Errorf("beside somebody who was removed: %v", list)
	}
}

// search returns the likeliest, found on one core.
func search(t *testing.T, x *index.Index, probe fingerprint.TenPrint) fingerprint.Candidate {
	t.Helper()
	found, err := x.Search(&probe, 1, 1)
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

// TestIndexFindsExchangedHands: whose hands were exchanged is found all the same.
func TestIndexFindsExchangedHands(t *testing.T) {
	x, all := crowd(300)
	for n := 0; n < len(all); n += 30 {
		straight, exchanged := tenPrint(n, 1), fingerprint.TenPrint{}
		for f := range exchanged {
			exchanged[f] = straight[(f+5)%10]
		}
		if found := search(t, x, exchanged); found.ID != strconv.Itoa(n) || len(found.Misplaced) < 3 {
			t.Errorf("person %d: found %v", n, found)
		}
	}
}

// TestIndexIdentifies measures a search of SALLYPORT_PEOPLE synthetic people by as many probes as SALLYPORT_PROBES says of them, and
// of as many who are not there, two fingers missing, on one core:
//
//	SALLYPORT_PEOPLE=100000 SALLYPORT_PROBES=1000 go test -run Identifies -timeout 0 -v ./fingerprint/index
func TestIndexIdentifies(t *testing.T) {
	people, probes := outside.Count(t, "SALLYPORT_PEOPLE", 500), outside.Count(t, "SALLYPORT_PROBES", 20)
	x, _ := crowd(people)
	var mates, strangers []float64
	missed, took := 0, time.Duration(0)
	for k := range probes {
		n := k * people / probes
		probe := withoutTwo(tenPrint(n, 1), n)
		began := time.Now()
		found := search(t, x, probe)
		took += time.Since(began)
		if found.ID == strconv.Itoa(n) {
			mates = append(mates, found.Score)
		} else {
			missed++
		}
		strangers = append(strangers, search(t, x, withoutTwo(tenPrint(people+k, 1), k)).Score)
	}
	slices.Sort(strangers)
	threshold := strangers[len(strangers)-1-probes/1000]
	for _, score := range mates {
		if score <= threshold {
			missed++
		}
	}
	bytes := 0
	for n := range people {
		bytes += len(x.Sketches(n))
	}
	t.Logf("synthetic: %d people, %d bytes each; %.0f subjects a second on one core, %s a search", people, bytes/people,
		float64(people*probes)/took.Seconds(), (took / time.Duration(probes)).Round(time.Millisecond))
	t.Logf("%d of %d mates missed where %d of %d strangers pass, above %.1f", missed, probes, probes/1000, probes, threshold)
	if missed*50 > probes {
		t.Errorf("%d of %d mates were missed", missed, probes)
	}
}
