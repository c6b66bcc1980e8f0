package trial_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/index"
	"sallyport/fingerprint/picture"
	"sallyport/fingerprint/synth"
	"sallyport/internal/outside"
)

// crowd is the first fingers of synthetic people, one a subject, and last a place for a real one.
type crowd struct {
	prints   []fingerprint.TenPrint
	prepared []*fingerprint.Prepared
	sketches []index.Sketches
	memory   []byte // where the sketches lie one after the other, as in a gallery file
}

func newCrowd(people int) *crowd {
	c := &crowd{memory: make([]byte, 0, (people+1)*index.MaxSketches/10)}
	for n := range people + 1 {
		c.prints = append(c.prints, fingerprint.TenPrint{synth.NewPerson(7, n/10).Finger(n%10 + 1).Template(0)})
		c.prepared, c.sketches = append(c.prepared, nil), append(c.sketches, nil)
		c.put(n, &c.prints[n][0])
	}
	return c
}

func (c *crowd) put(n int, t *fingerprint.Template) {
	c.prints[n][0] = *t
	fingers := c.prints[n].Prepare()
	begin := len(c.memory)
	c.memory = index.AppendSketches(c.memory, &fingers)
	c.prepared[n], c.sketches[n] = fingers[0], c.memory[begin:]
}

func (c *crowd) index() *index.Index {
	return &index.Index{Subjects: len(c.prints), Sketches: func(n int) index.Sketches { return c.sketches[n] },
		Subject: func(n int) (string, *fingerprint.TenPrint, error) { return strconv.Itoa(n), &c.prints[n], nil }}
}

// best is whom a comparison with everyone puts first.
func (c *crowd) best(m *fingerprint.Matcher, probe *fingerprint.Prepared) (first int, score float64) {
	score = -10
	for n, p := range c.prepared {
		if p == nil {
			continue
		}
		if s := m.Score(probe, p); s > score {
			first, score = n, s
		}
	}
	return first, score
}

// impressions are FVC2002 DB1_B to DB3_B, extracted: eight of each of thirty fingers of volunteers.
func impressions(t *testing.T) (all []fingerprint.Template) {
	t.Helper()
	for n, dpi := range []int{500, 569, 500} {
		readSet(t, fmt.Sprintf("fvc2002/DB%d_B", n+1), "png", func(data []byte) (fingerprint.Template, error) {
			img, _, err := picture.Decode(data)
			if err != nil {
				return fingerprint.Template{}, err
			}
			template, err := extraction.Template(img, dpi)
			all = append(all, template)
			return template, err
		})
	}
	return all
}

// TestCascadeLosesFew hides one impression of a finger of FVC2002 among SALLYPORT_FINGERS synthetic ones and looks for it by another: how often
// does a search by the index not find first whom a comparison with everyone finds first?
//
//	SALLYPORT_FINGERS=20000 SALLYPORT_EVERY=1 go test -run Cascade -timeout 0 -v ./fingerprint/trial
func TestCascadeLosesFew(t *testing.T) {
	t.Parallel()
	all := impressions(t)
	c, m := newCrowd(outside.Count(t, "SALLYPORT_FINGERS", 1500)), fingerprint.NewMatcher()
	every := outside.Count(t, "SALLYPORT_EVERY", 8)
	mate := len(c.prints) - 1
	x := c.index()
	searches, exact, lost, strong, took := 0, 0, 0, 0, time.Duration(0)
	for i := range all {
		c.put(mate, &all[i])
		for j := i + 1; j < (i/8+1)*8; j += 2 {
			if (i+j/2)%every > 0 {
				continue
			}
			probe := fingerprint.TenPrint{all[j]}
			first, score := c.best(m, fingerprint.Prepare(&all[j]))
			began := time.Now()
			found, err := x.Search(&probe, 1, 1)
			took += time.Since(began)
			if err != nil {
				t.Fatal(err)
			}
			searches++
			if first == mate {
				exact++
				if found[0].ID != strconv.Itoa(mate) {
					lost++
					if score > 9 {
						strong++
					}
				}
			}
		}
	}
	t.Logf("%d searches among %d: everyone compared, %d mates are first; by the index %d of these are not, %d with a score above 9; %.0f fingers a second on one core",
		searches, len(c.prints), exact, lost, strong, float64(searches*len(c.prints))/took.Seconds())
	if searches < 50 || lost*50 > searches {
		t.Errorf("%d of %d lost", lost, searches)
	}
}
