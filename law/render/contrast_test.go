package render

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// TestContrast holds every pair of colours that text is set in to WCAG 2.1 AA: 4.5 to 1.
func TestContrast(t *testing.T) {
	css, err := files.ReadFile("page.css")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{"white": "#ffffff"}
	for _, m := range regexp.MustCompile(`--(\w+): (#[0-9a-f]{6})`).FindAllStringSubmatch(string(css), -1) {
		named[m[1]] = m[2]
	}
	pairs := [][2]string{}
	for _, text := range []string{"ink", "soft", "link"} {
		for _, ground := range []string{"paper", "field", "white"} {
			pairs = append(pairs, [2]string{named[text], named[ground]})
		}
	}
	pairs = append(pairs, [2]string{named["link"], "#e3e9ee"}) // the timeline
	for _, m := range regexp.MustCompile(`background: (#[0-9a-f]{3,6}); color: (#[0-9a-f]{6})`).FindAllStringSubmatch(string(css), -1) {
		pairs = append(pairs, [2]string{m[2], m[1]})
	}
	for _, m := range regexp.MustCompile(`\.outcome\.\w+ \{ color: (#[0-9a-f]{6})`).FindAllStringSubmatch(string(css), -1) {
		pairs = append(pairs, [2]string{m[1], named["paper"]})
	}
	if len(pairs) < 16 {
		t.Fatalf("only %d pairs found", len(pairs))
	}
	for _, p := range pairs {
		if c := contrast(p[0], p[1]); c < 4.5 {
			t.Errorf("%s on %s: %.2f to 1", p[0], p[1], c)
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.1.
func luminance(hex string) float64 {
	if len(hex) == 4 {
		hex = "#" + string([]byte{hex[1], hex[1], hex[2], hex[2], hex[3], hex[3]})
	}
	n, _ := strconv.ParseUint(hex[1:], 16, 32)
	channel := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
