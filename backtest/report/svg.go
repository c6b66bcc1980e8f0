package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"sallyport"
	"sallyport/backtest"
)

// drawing is an SVG under construction. Pictures carry a title and a description, and stand beside a table of the same figures.
type drawing struct{ strings.Builder }

func newDrawing(class string, width, height float64, title, says string) *drawing {
	d := &drawing{}
	fmt.Fprintf(d, `<svg class="%s" viewBox="0 0 %g %g" role="img"><title>%s</title><desc>%s</desc>`,
		class, width, height, template.HTMLEscapeString(title), template.HTMLEscapeString(says))
	return d
}

func (d *drawing) done() template.HTML {
	d.WriteString("</svg>")
	return template.HTML(d.String())
}

func (d *drawing) rect(class string, x, y, width, height float64) {
	fmt.Fprintf(d, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, class, short(x), short(y), short(width), short(height))
}

func (d *drawing) text(class string, x, y float64, text string) {
	fmt.Fprintf(d, `<text class="%s" x="%s" y="%s">%s</text>`, class, short(x), short(y), template.HTMLEscapeString(text))
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(d, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, short(x1), short(y1), short(x2), short(y2))
}

// short writes a coordinate to a tenth.
func short(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

// bar is one regime's outcomes side by side, across the whole width: permitted, unresolved, refused.
func bar(name string, c backtest.Counts) template.HTML {
	total := max(c.Total(), 1)
	d := &drawing{}
	says := fmt.Sprintf("%s permitted, %s unresolved, %s refused", percent(c.Permitted(), total), percent(c.Unresolved(), total), percent(c.Refused(), total))
	fmt.Fprintf(d, `<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img"><title>%s: %s</title>`, template.HTMLEscapeString(name), says)
	x := 0.0
	for _, part := range []struct {
		class string
		rows  int64
	}{{"permitted", c.Permitted()}, {"unresolved", c.Unresolved()}, {"refused", c.Refused()}} {
		width := 1000 * float64(part.rows) / float64(total)
		d.rect(part.class, x, 0, width, 10)
		x += width
	}
	return d.done()
}

// series is one line of a chart.
type series struct {
	name   string
	values []float64
}

// chart draws lines over weeks. Widths are for a wide and for a narrow screen; the text has one size in both.
func chart(class string, width, height float64, title, says string, labels []string, all []series) template.HTML {
	const left, right, top, bottom = 52, 12, 12, 44
	d := newDrawing(class, width, height, title, says)
	most := 1.0
	for _, s := range all {
		for _, v := range s.values {
			most = max(most, v)
		}
	}
	step := niceStep(most)
	most = math.Ceil(most/step) * step
	x := func(i int) float64 {
		return left + (width-left-right)*(float64(i)+0.5)/float64(len(labels))
	}
	y := func(v float64) float64 { return height - bottom - (height-top-bottom)*v/most }
	for v := 0.0; v <= most; v += step {
		d.line("grid", left, y(v), width-right, y(v))
		d.text("tick end", left-6, y(v)+4, thousands(int64(v)))
	}
	every := max(1, int(math.Ceil(float64(len(labels))*92/(width-left-right))))
	for i := 0; i < len(labels); i += every {
		d.line("grid", x(i), height-bottom, x(i), height-bottom+5)
		d.text("tick middle", x(i), height-bottom+20, labels[i])
	}
	for n, s := range all {
		var path strings.Builder
		for i, v := range s.values {
			fmt.Fprintf(&path, "%s%s %s", map[bool]string{true: "M", false: "L"}[i == 0], short(x(i)), short(y(v)))
		}
		if len(s.values) == 1 { // a line of one point is none
			fmt.Fprintf(d, `<circle class="dot s%d" cx="%s" cy="%s" r="4"/>`, n, short(x(0)), short(y(s.values[0])))
			continue
		}
		fmt.Fprintf(d, `<path class="line s%d" d="%s"/>`, n, path.String())
	}
	return d.done()
}

// niceStep is a round step of an axis with about five of them.
func niceStep(most float64) float64 {
	step := math.Pow(10, math.Floor(math.Log10(most/5)))
	for _, times := range []float64{1, 2, 5, 10} {
		if most/(step*times) <= 6 {
			return max(1, step*times)
		}
	}
	return max(1, step*10)
}

// matrix draws the nine transitions between two regimes, darker where there are more rows.
func matrix(from, to string, all []backtest.Transition, rows int64) template.HTML {
	const left, top, width, height = 92, 44, 88, 44
	d := newDrawing("matrix", left+3*width+2, top+3*height+2, "From "+from+" to "+to, "Rows by their outcome under "+from+", line by line, and under "+to+", column by column")
	outcomes := []sallyport.Outcome{sallyport.Permitted, sallyport.Refused, sallyport.Unresolved}
	for i, o := range outcomes {
		d.text("tick middle", left+width*(float64(i)+0.5), top-10, string(o))
		d.text("tick end", left-8, top+height*(float64(i)+0.5)+5, string(o))
	}
	for i, t := range all {
		column, line := float64(i%3), float64(i/3)
		shade := heat(float64(t.Rows) / float64(max(rows, 1)))
		d.rect(fmt.Sprintf("cell h%d", shade), left+width*column, top+height*line, width, height)
		class := "middle"
		if shade >= 5 {
			class = "middle light"
		}
		d.text(class, left+width*(column+0.5), top+height*(line+0.5)+5, thousands(t.Rows))
	}
	return d.done()
}

// heat is one of eight shades; anything above nothing is at least the second.
func heat(share float64) int {
	if share <= 0 {
		return 0
	}
	return 1 + min(6, int(share*7))
}

// tiles places the states on a grid, each about where it lies.
var tiles = map[string][2]int{
	"ak": {0, 0}, "me": {10, 0}, "vt": {9, 1}, "nh": {10, 1},
	"wa": {0, 2}, "id": {1, 2}, "mt": {2, 2}, "nd": {3, 2}, "mn": {4, 2}, "il": {5, 2}, "wi": {6, 2}, "mi": {7, 2}, "ny": {8, 2}, "ri": {9, 2}, "ma": {10, 2},
	"or": {0, 3}, "nv": {1, 3}, "wy": {2, 3}, "sd": {3, 3}, "ia": {4, 3}, "in": {5, 3}, "oh": {6, 3}, "pa": {7, 3}, "nj": {8, 3}, "ct": {9, 3},
	"ca": {0, 4}, "ut": {1, 4}, "co": {2, 4}, "ne": {3, 4}, "mo": {4, 4}, "ky": {5, 4}, "wv": {6, 4}, "va": {7, 4}, "md": {8, 4}, "de": {9, 4},
	"az": {1, 5}, "nm": {2, 5}, "ks": {3, 5}, "ar": {4, 5}, "tn": {5, 5}, "nc": {6, 5}, "sc": {7, 5}, "dc": {8, 5},
	"ok": {3, 6}, "la": {4, 6}, "ms": {5, 6}, "al": {6, 6}, "ga": {7, 6},
	"hi": {0, 7}, "tx": {3, 7}, "fl": {8, 7}, "pr": {10, 7}, "gu": {1, 7}, "vi": {9, 7},
}

// drawn says whether there is a state to draw.
func drawn(states map[string]backtest.Counts) bool {
	for state := range states {
		if _, ok := tiles[strings.TrimPrefix(state, "us-")]; ok {
			return true
		}
	}
	return false
}

// stateMap draws the share of each state's rows that are refused, darker where it is more.
func stateMap(regime string, refused map[string]backtest.Counts) template.HTML {
	const side = 46
	d := newDrawing("map", 11*side, 8*side, "Refused by state under "+regime, "A square for each state; where it has rows, the share of them that are refused")
	for _, state := range sortedKeys(tiles) {
		x, y := float64(tiles[state][0]*side), float64(tiles[state][1]*side)
		c, name := refused["us-"+state], strings.ToUpper(state)
		if c.Total() == 0 {
			d.rect("cell none", x, y, side, side)
			d.text("tick middle", x+side/2, y+28, name)
			continue
		}
		shade := heat(share(c.Refused(), c.Total()))
		d.rect(fmt.Sprintf("cell h%d", shade), x, y, side, side)
		class := "middle"
		if shade >= 5 {
			class = "middle light"
		}
		d.text(class, x+side/2, y+20, name)
		d.text(class+" small", x+side/2, y+37, percent(c.Refused(), c.Total()))
	}
	return d.done()
}
