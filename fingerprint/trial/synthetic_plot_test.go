package trial_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The pictures' size, and where the curves lie in them, pixels.
const (
	plotWidth, plotHeight                    = 720, 400
	plotLeft, plotRight, plotTop, plotBottom = 70, 700, 56, 344
	lowest                                   = -4.0 // score
)

const plotStyle = `<style>text{font:14px sans-serif;fill:#222}.back{fill:#fff}.grid{stroke:#ddd}` +
	`.line{fill:none;stroke-width:2.5}.s0{stroke:#222}.s1{stroke:#c2410c;stroke-dasharray:9 4}.s2{stroke:#1d4ed8;stroke-dasharray:2 3}` +
	`@media(prefers-color-scheme:dark){text{fill:#ddd}.back{fill:#14181d}.grid{stroke:#3a4048}.s0{stroke:#eee}.s1{stroke:#fb923c}.s2{stroke:#7aa2ff}}</style>`

// TestPlotSynthetic measures in full and draws the pictures of docs/why/prints.md:
//
//	SALLYPORT_PLOT=1 go test -run PlotSynthetic -v ./fingerprint/trial
func TestPlotSynthetic(t *testing.T) {
	if os.Getenv("SALLYPORT_PLOT") != "1" {
		t.Skip("draws the pictures of docs/why where SALLYPORT_PLOT is 1")
	}
	names := []string{"FVC2002 B, sets 1 to 3", "synthetic images", "synthetic templates"}
	all := []scores{compared(extracted(t)[:3]...), compared(invented(t, 80, 8, grown)), compared(invented(t, 80, 8, drawn))}
	for n, s := range all {
		t.Logf("%s: %d genuine, %d impostors, EER %.2f %%, genuine below 0 %.1f %%", names[n], len(s.genuine), len(s.impostor), s.equal, 100*below(s.genuine, 0))
		for _, q := range []float64{0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999} {
			t.Logf("  %5.1f %%: genuine %6.2f, impostor %6.2f", 100*q, at(s.genuine, q), at(s.impostor, q))
		}
		t.Logf("  Kolmogorov-Smirnov distance from FVC2002: genuine %.3f, impostor %.3f", apart(s.genuine, all[0].genuine), apart(s.impostor, all[0].impostor))
	}
	plot(t, "synthetic-genuine.svg", "The same finger: share of pairs that score at most so much", "per cent", 30, []float64{0, 20, 40, 60, 80, 100},
		names, func(n int, score float64) float64 { return 100 * below(all[n].genuine, score) },
		func(v float64) float64 { return v / 100 })
	plot(t, "synthetic-impostor.svg", "Different fingers: share of pairs that score more", "per cent", 8, []float64{0.01, 0.1, 1, 10, 100},
		names, func(n int, score float64) float64 { return 100 * (1 - below(all[n].impostor, score)) },
		func(v float64) float64 { return (math.Log10(v) + 2) / 4 })
}

// plot draws a curve for each name over the scores up to highest, where its values are not below the lowest tick; height says
// how high a value stands, 0-1.
func plot(t *testing.T, file, title, unit string, highest float64, ticks []float64, names []string, value func(n int, score float64) float64, height func(float64) float64) {
	t.Helper()
	var d strings.Builder
	x := func(score float64) float64 { return plotLeft + (plotRight-plotLeft)*(score-lowest)/(highest-lowest) }
	y := func(v float64) float64 { return plotBottom - (plotBottom-plotTop)*height(v) }
	fmt.Fprintf(&d, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img"><title>%s</title>%s`, plotWidth, plotHeight, title, plotStyle)
	fmt.Fprintf(&d, `<rect class="back" width="%d" height="%d"/><text x="%d" y="24">%s</text>`, plotWidth, plotHeight, plotLeft, title)
	fmt.Fprintf(&d, `<text x="%d" y="44">%s</text><text x="%d" y="388" text-anchor="middle">score: log-likelihood ratio, natural logarithm</text>`, 8, unit, (plotLeft+plotRight)/2)
	for _, v := range ticks {
		fmt.Fprintf(&d, `<path class="grid" d="M%d %.1fH%d"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`, plotLeft, y(v), plotRight, plotLeft-8, y(v)+5, v)
	}
	for score := 0.0; score <= highest; score += math.Floor(highest / 6) {
		fmt.Fprintf(&d, `<path class="grid" d="M%.1f %dV%d"/><text x="%.1f" y="364" text-anchor="middle">%g</text>`, x(score), plotTop, plotBottom, x(score), score)
	}
	for n, name := range names {
		var points []string
		for score := lowest; score <= highest; score += 0.25 {
			if v := value(n, score); v >= ticks[0] {
				points = append(points, fmt.Sprintf("%.1f %.1f", x(score), y(v)))
			}
		}
		fmt.Fprintf(&d, `<path class="line s%d" d="M%s"/>`, n, strings.Join(points, "L"))
		fmt.Fprintf(&d, `<path class="line s%d" d="M480 %dh40"/><text x="530" y="%d">%s</text>`, n, 180+24*n, 185+24*n, name)
	}
	d.WriteString("</svg>\n")
	if err := os.WriteFile(filepath.Join("../../docs/why/pictures", file), []byte(d.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
