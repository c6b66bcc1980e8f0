package gallery

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"sallyport/fingerprint"
	"sallyport/fingerprint/index"
	"sallyport/fingerprint/synth"
)

// growth is how long a search of so many subjects takes.
type growth struct {
	subjects int
	seconds  [2]float64 // a search, on one core and on two
}

// TestGrowth searches the first thousand subjects of a synthetic gallery, and more and more of them, and draws the picture of docs/why:
//
//	sallyport print synth --gallery FILE --people 1000000 --seed 7
//	SALLYPORT_GROWTH=FILE go test -run Growth -timeout 0 -v ./internal/gallery
func TestGrowth(t *testing.T) {
	path := os.Getenv("SALLYPORT_GROWTH")
	if path == "" {
		t.Skip("measures the gallery that SALLYPORT_GROWTH names")
	}
	f := open(t, path)
	began := time.Now()
	if err := f.checkRecords(func(int) {}); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d subjects, %d bytes each; every record read and checked in %s", f.Len(), f.size/int64(f.Places()), time.Since(began).Round(time.Millisecond))
	var all []growth
	for subjects := 1000; subjects <= f.Places(); subjects = next(subjects) {
		g := growth{subjects: subjects}
		for cores := range g.seconds {
			g.seconds[cores] = f.timeSearch(t, subjects, cores+1)
		}
		t.Logf("%7d subjects: %8.2f ms on one core (%.0f subjects a second), %8.2f ms on two", subjects, 1e3*g.seconds[0], float64(subjects)/g.seconds[0], 1e3*g.seconds[1])
		all = append(all, g)
	}
	if err := os.WriteFile("../../docs/why/pictures/growth.svg", []byte(picture(all)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// next goes 1, 3, 10, 30 …
func next(n int) int {
	if strings.HasPrefix(fmt.Sprint(n), "1") {
		return 3 * n
	}
	return n / 3 * 10
}

// timeSearch is the mean time of a search by people who are there, two fingers missing.
func (f *File) timeSearch(t *testing.T, subjects, cores int) float64 {
	t.Helper()
	x := &index.Index{Subjects: subjects, Sketches: f.sketches, Subject: func(n int) (string, *TenPrint, error) {
		_, s, err := f.read(n)
		return s.ID, &s.Prints, err
	}}
	took := time.Duration(0)
	const searches = 5
	for k := range searches {
		who, probe := k*subjects/searches, TenPrint{}
		for finger := range probe {
			probe[finger] = synth.NewPerson(7, who).Finger(finger + 1).Template(1)
		}
		probe[k], probe[k+3] = fingerprint.Template{}, fingerprint.Template{}
		began := time.Now()
		found, err := x.Search(&probe, 1, cores)
		took += time.Since(began)
		if err != nil || found[0].ID != fmt.Sprint(who+1) {
			t.Errorf("person %d of %d: found %v, error %v", who+1, subjects, found, err)
		}
	}
	return took.Seconds() / searches
}

// picture draws the times over the subjects, both by powers of ten.
func picture(all []growth) string {
	const width, height, left, right, top, bottom = 740, 400, 90, 690, 56, 344
	x := func(subjects int) float64 { return left + (right-left)*(math.Log10(float64(subjects))-3)/3 }
	y := func(seconds float64) float64 { return bottom - (bottom-top)*(math.Log10(seconds)+3)/4 }
	var d strings.Builder
	fmt.Fprintf(&d, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img"><title>Time of a ten-print search by subjects in the gallery (synthetic)</title>`, width, height)
	d.WriteString(`<style>text{font:14px sans-serif;fill:#222}.back{fill:#fff}.grid{stroke:#ddd}.line{fill:none;stroke-width:2.5}.s0{stroke:#222}.s1{stroke:#c2410c;stroke-dasharray:9 4}` +
		`@media(prefers-color-scheme:dark){text{fill:#ddd}.back{fill:#14181d}.grid{stroke:#3a4048}.s0{stroke:#eee}.s1{stroke:#fb923c}}</style>`)
	fmt.Fprintf(&d, `<rect class="back" width="%d" height="%d"/><text x="%d" y="24">Time of a ten-print search, two fingers missing; synthetic people</text><text x="8" y="44">seconds</text>`, width, height, left)
	fmt.Fprintf(&d, `<text x="%d" y="388" text-anchor="middle">subjects in the gallery</text>`, (left+right)/2)
	for power := -3; power <= 1; power++ {
		at := y(math.Pow10(power))
		fmt.Fprintf(&d, `<path class="grid" d="M%d %.1fH%d"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`, left, at, right, left-8, at+5, math.Pow10(power))
	}
	for power, name := range []string{"1,000", "10,000", "100,000", "1,000,000"} {
		at := x(int(math.Pow10(power + 3)))
		fmt.Fprintf(&d, `<path class="grid" d="M%.1f %dV%d"/><text x="%.1f" y="364" text-anchor="middle">%s</text>`, at, top, bottom, at, name)
	}
	for cores, name := range []string{"one core", "two cores"} {
		var points []string
		for _, g := range all {
			points = append(points, fmt.Sprintf("%.1f %.1f", x(g.subjects), y(g.seconds[cores])))
		}
		fmt.Fprintf(&d, `<path class="line s%d" d="M%s"/><path class="line s%d" d="M120 %dh40"/><text x="170" y="%d">%s</text>`,
			cores, strings.Join(points, "L"), cores, 90+24*cores, 95+24*cores, name)
	}
	return d.String() + "</svg>\n"
}
