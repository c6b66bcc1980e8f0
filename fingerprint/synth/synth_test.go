package synth

import (
	"crypto/sha256"
	"encoding/hex"
	"image"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The digest stands for "the same seed gives the same print on every processor": a change of the generator must change it knowingly.
func TestImpressionIsReproducible(t *testing.T) {
	const want = "1ca7f94b9c0a3fdb"
	picture := NewPerson(7, 3).Finger(2).Impression(1)
	sum := sha256.Sum256(picture.Pix)
	if got := hex.EncodeToString(sum[:8]); got != want {
		t.Errorf("digest of the impression = %s, want %s", got, want)
	}
	if picture.Rect != image.Rect(0, 0, 320, 400) {
		t.Errorf("bounds = %v", picture.Rect)
	}
}

func TestImpressionsDiffer(t *testing.T) {
	f := NewPerson(7, 4).Finger(3)
	if cmp.Equal(f.Impression(0).Pix, f.Impression(1).Pix) {
		t.Error("two impressions of one finger are the same image")
	}
	if !cmp.Equal(f.Template(0), f.Template(0)) {
		t.Error("one impression gives two templates")
	}
}

func TestClassShares(t *testing.T) {
	const people = 3000
	want := map[Class]float64{Arch: 3.7, TentedArch: 2.9, LeftLoop: 33.8, RightLoop: 31.7, Whorl: 27.9}
	count := map[Class]int{}
	for n := range people {
		for position := 1; position <= 10; position++ {
			count[NewPerson(1, n).Finger(position).Class]++
		}
	}
	for class, share := range want {
		if got := 100 * float64(count[class]) / (10 * people); math.Abs(got-share) > 1.5 {
			t.Errorf("%v: %.1f %%, want about %.1f %%", class, got, share)
		}
	}
}

// TestClassesOfAPersonGoTogether: two fingers of one person share arch, loop or whorl more often than those of two people.
// Half of the fingers follow the person, so a quarter of the pairs do so together: 1/4 + 3/4 of the 51 % of chance.
func TestClassesOfAPersonGoTogether(t *testing.T) {
	kind := map[Class]int{TentedArch: 0, Arch: 0, LeftLoop: 1, RightLoop: 1, Whorl: 2}
	const people = 3000
	own, others := 0, 0
	for n := range people {
		index := kind[NewPerson(1, n).Finger(2).Class]
		if index == kind[NewPerson(1, n).Finger(9).Class] {
			own++
		}
		if index == kind[NewPerson(1, n+people).Finger(9).Class] {
			others++
		}
	}
	if own, others := 100*own/people, 100*others/people; own < 60 || own > 66 || others < 48 || others > 54 {
		t.Errorf("index and left ring finger agree in %d %% of people, those of two people in %d %%", own, others)
	}
}

func TestTemplateStaysInsideImage(t *testing.T) {
	for n := range 50 {
		template := NewPerson(2, n).Finger(1 + n%10).Template(n)
		if len(template.Minutiae) < 15 {
			t.Errorf("person %d: only %d minutiae", n, len(template.Minutiae))
		}
		for _, m := range template.Minutiae {
			if m.X < -3 || m.Y < -3 || int(m.X) > template.Width+3 || int(m.Y) > template.Height+3 {
				t.Errorf("person %d: minutia at %d, %d", n, m.X, m.Y)
			}
		}
	}
}

func BenchmarkMaster(b *testing.B) {
	for b.Loop() {
		NewPerson(1, 1).Finger(2).Impression(0)
	}
}

func BenchmarkImpression(b *testing.B) {
	f := NewPerson(1, 1).Finger(2)
	k := 0
	for b.Loop() {
		f.Impression(k)
		k++
	}
}

func BenchmarkTemplate(b *testing.B) {
	f := NewPerson(1, 1).Finger(2)
	k := 0
	for b.Loop() {
		f.Template(k)
		k++
	}
}
