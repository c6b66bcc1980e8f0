package fingerprint_test

import (
	"slices"
	"strconv"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
)

const people = 200

// templates returns impression k of all ten fingers of synthetic person n, straight as minutiae.
func templates(n, k int) (prints fingerprint.TenPrint) {
	for f := range prints {
		prints[f] = synth.NewPerson(1, n).Finger(f + 1).Template(k)
	}
	return prints
}

// images returns impression k of all ten fingers of synthetic person n, extracted from grown images.
func images(tb testing.TB, fingers []*synth.Finger, k int) (prints fingerprint.TenPrint) {
	tb.Helper()
	for f, finger := range fingers {
		t, err := extraction.Template(finger.Impression(k), fingerprint.Resolution)
		if err != nil {
			tb.Fatal(err)
		}
		prints[f] = t
	}
	return prints
}

func TestSearchFindsPersonAmong200(t *testing.T) {
	t.Parallel()
	var g fingerprint.Gallery
	for n := range people {
		g.Add(strconv.Itoa(n), templates(n, 0))
	}
	for _, n := range []int{0, 57, 123, 199} {
		probe := templates(n, 1)
		probe[1], probe[7] = fingerprint.Template{}, fingerprint.Template{} // two fingers missing
		best := g.Search(probe, 2)
		if best[0].ID != strconv.Itoa(n) {
			t.Errorf("person %d: found %s first", n, best[0].ID)
		}
		if best[0].Score < 20 || best[1].Score > 0 {
			t.Errorf("person %d: score %.1f, the next %.1f: too close", n, best[0].Score, best[1].Score)
		}
		if best[0].Fingers[1] != 0 || best[0].Fingers[7] != 0 {
			t.Errorf("person %d: a missing finger has a score: %v", n, best[0].Fingers)
		}
	}
}

func TestSearchFromImages(t *testing.T) {
	t.Parallel()
	var g fingerprint.Gallery
	var probes []fingerprint.TenPrint
	for n := range 3 {
		var fingers []*synth.Finger
		for position := 1; position <= 10; position++ {
			fingers = append(fingers, synth.NewPerson(5, n).Finger(position))
		}
		g.Add(strconv.Itoa(n), images(t, fingers, 0))
		probes = append(probes, images(t, fingers, 1))
	}
	for n, probe := range probes {
		best := g.Search(probe, 3)
		if best[0].ID != strconv.Itoa(n) || best[0].Score < 20 || best[1].Score > 0 {
			t.Errorf("person %d: found %s with %.1f, then %s with %.1f", n, best[0].ID, best[0].Score, best[1].ID, best[1].Score)
		}
	}
}

func TestRemovedPersonIsNotFound(t *testing.T) {
	t.Parallel()
	var g fingerprint.Gallery
	g.Add("a", templates(1, 0))
	g.Add("b", templates(2, 0))
	if !g.Remove("a") || g.Remove("a") || g.Len() != 1 {
		t.Fatal("removing a person twice must work once")
	}
	if best := g.Search(templates(1, 1), 5); len(best) != 1 || best[0].ID != "b" {
		t.Errorf("found %v", best)
	}
}

func TestMatchIsSymmetric(t *testing.T) {
	t.Parallel()
	for n := range 30 {
		a, b := synth.NewPerson(1, n).Finger(2).Template(0), synth.NewPerson(1, n/2).Finger(2).Template(1)
		there, back := fingerprint.Match(&a, &b), fingerprint.Match(&b, &a)
		if there.Score != back.Score {
			t.Errorf("person %d: %v one way, %v the other", n, there.Score, back.Score)
		}
		for k, p := range there.Pairs {
			if q := back.Pairs[k]; p.A != q.B || p.B != q.A {
				t.Errorf("person %d: pair %v one way, %v the other", n, p, q)
			}
		}
	}
}

// TestFingersOutOfSequence: exchanged fingers, exchanged hands and a finger taken twice are found and said.
func TestFingersOutOfSequence(t *testing.T) {
	t.Parallel()
	var g fingerprint.Gallery
	for n := range 5 {
		g.Add(strconv.Itoa(n), templates(n, 0))
	}
	straight := templates(3, 1)
	exchanged, hands, twice := straight, straight, straight
	exchanged[1], exchanged[2] = straight[2], straight[1]
	for n := range hands {
		hands[n] = straight[(n+5)%10]
	}
	twice[8] = templates(3, 2)[7]
	bandaged := exchanged
	bandaged[0] = fingerprint.Template{}
	var other []fingerprint.Misplaced
	for n := range 10 {
		other = append(other, fingerprint.Misplaced{Finger: n + 1, Is: (n+5)%10 + 1})
	}
	two := []fingerprint.Misplaced{{Finger: 2, Is: 3}, {Finger: 3, Is: 2}}
	for name, c := range map[string]struct {
		probe     fingerprint.TenPrint
		misplaced []fingerprint.Misplaced
		same      [][2]int
	}{
		"in sequence":                       {straight, nil, nil},
		"two fingers exchanged":             {exchanged, two, nil},
		"two exchanged and a thumb missing": {bandaged, two, nil},
		"hands exchanged":                   {hands, other, nil},
		"little finger taken for the ring":  {twice, nil, [][2]int{{8, 9}}},
	} {
		best := g.Search(c.probe, 2)
		if best[0].ID != "3" || best[0].Score < 20 || best[1].Score > 0 || !foundOf(best[0].Misplaced, c.misplaced) {
			t.Errorf("%s: found %v", name, best)
		}
		fingers := c.probe.Prepare()
		if same := fingerprint.SameFinger(&fingers); !slices.Equal(same, c.same) {
			t.Errorf("%s: the same finger: %v, want %v", name, same, c.same)
		}
	}
}

// foundOf says whether at least half of what was wanted is there, and nothing else: a poor impression is like nothing.
func foundOf(found, wanted []fingerprint.Misplaced) bool {
	return 2*len(found) >= len(wanted) && !slices.ContainsFunc(found, func(m fingerprint.Misplaced) bool { return !slices.Contains(wanted, m) })
}

// TestNothingComparedTellsNobodyApart: a candidate none of whose fingers was compared is as likely a stranger as anybody.
func TestNothingComparedTellsNobodyApart(t *testing.T) {
	if rate := (&fingerprint.Candidate{Score: 100}).FalseMatchRate(); rate != 1 {
		t.Error(rate)
	}
}
