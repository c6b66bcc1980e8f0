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
	x = new(index.Index)
	for n := range all {
		x.Add(&all[n])
	}
	return x, all
}

func named(all []fingerprint.TenPrint) func(int) (string, *fingerprint.TenPrint) {
	return func(n int) (string, *fingerprint.TenPrint) { return strconv.Itoa(n), &all[n] }
}

// TestIndexFindsPeople: by another impression, two fingers missing, everyone comes first, as in a search of everyone.
func TestIndexFindsPeople(t *testing.T) {
	x, all := crowd(600)
	for n := 0; n < len(all); n += 20 {
		probe := withoutTwo(tenPrint(n, 1), n)
		found := x.Search(&probe, 3, 2, named(all))
		if len(found) != 3 || found[0].ID != strconv.Itoa(n) {
			t.Errorf("person %d: found %v", n, found)
		}
		if one, two := x.Shortlist(&probe, 50, 1), x.Shortlist(&probe, 50, 3); !slices.Equal(one, two) {
			t.Errorf("person %d: one core lists %v, three list %v", n, one, two)
		}
	}
}

// TestIndexForgetsPeople: who was removed is not listed, and others keep their numbers.
func TestIndexForgetsPeople(t *testing.T) {
	x, all := crowd(40)
	probe := tenPrint(11, 1)
	x.Remove(11)
	if list := x.Shortlist(&probe, 100, 1); slices.Contains(list, 11) || len(list) != 39 {
		t.Errorf("%d listed, person 11 among them: %t", len(list), slices.Contains(list, 11))
	}
	probe = tenPrint(12, 1)
	if found := x.Search(&probe, 1, 1, named(all)); len(found) != 1 || found[0].ID != "12" {
		t.Errorf("found %v", found)
	}
}

// TestIndexOfFewFingers: fingers that a subject or the probe lacks are left out, and who has none in common is not listed.
func TestIndexOfFewFingers(t *testing.T) {
	x, _ := crowd(30)
	thumb, rest := fingerprint.TenPrint{tenPrint(99, 0)[0]}, tenPrint(98, 0)
	rest[0] = fingerprint.Template{}
	x.Add(&thumb)
	x.Add(&rest)
	probe := fingerprint.TenPrint{tenPrint(99, 1)[0]}
	if list := x.Shortlist(&probe, 100, 1); len(list) != 31 || list[0] != 30 || slices.Contains(list, 31) {
		t.Errorf("by a thumb: %v", list)
	}
	if list := x.Shortlist(&fingerprint.TenPrint{}, 100, 1); len(list) != 0 {
		t.Errorf("by no finger: %v", list)
	}
}

// TestIndexIdentifies measures a search of SALLYPORT_PEOPLE synthetic people by as many probes as SALLYPORT_PROBES says of them, and
// of as many who are not there, two fingers missing, on one core:
//
//	SALLYPORT_PEOPLE=100000 SALLYPORT_PROBES=1000 go test -run Identifies -timeout 0 -v ./fingerprint/index
func TestIndexIdentifies(t *testing.T) {
	people, probes := outside.Count(t, "SALLYPORT_PEOPLE", 500), outside.Count(t, "SALLYPORT_PROBES", 20)
	x, all := crowd(people)
	var mates, strangers []float64
	missed, took := 0, time.Duration(0)
	for k := range probes {
		n := k * people / probes
		probe := withoutTwo(tenPrint(n, 1), n)
		began := time.Now()
		found := x.Search(&probe, 1, 1, named(all))
		took += time.Since(began)
		if found[0].ID == strconv.Itoa(n) {
			mates = append(mates, found[0].Score)
		} else {
			missed++
		}
		other := withoutTwo(tenPrint(people+k, 1), k)
		strangers = append(strangers, x.Search(&other, 1, 1, named(all))[0].Score)
	}
	slices.Sort(strangers)
	threshold := strangers[len(strangers)-1-probes/1000]
	for _, score := range mates {
		if score <= threshold {
			missed++
		}
	}
	t.Logf("synthetic: %d people, %d bytes each; %.0f subjects a second on one core, %s a search", people, x.Bytes()/people,
		float64(people*probes)/took.Seconds(), (took / time.Duration(probes)).Round(time.Millisecond))
	t.Logf("%d of %d mates missed where %d of %d strangers pass, above %.1f", missed, probes, probes/1000, probes, threshold)
	if missed*50 > probes {
		t.Errorf("%d of %d mates were missed", missed, probes)
	}
}
