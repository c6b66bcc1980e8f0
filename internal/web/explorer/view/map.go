package view

import (
	"strconv"
	"strings"

	"sallyport"
	"sallyport/law/explore"
	"sallyport/law/tree"
)

// tiles are the states where a map has them, one tile each: on a true map most of those that have much to say are too small to be seen.
var tiles = []string{
	"ak . . . . . . . . . me",
	". . . . . . . . . vt nh",
	"wa id mt nd mn il wi mi ny ri ma",
	"or nv wy sd ia in oh pa nj ct",
	"ca ut co ne mo ky wv va md de",
	". az nm ks ar tn nc sc dc",
	". . . ok la ms al ga",
	"hi . . tx . . . . fl",
}

const tileSide = 44 // its side, with what is left free around it

// states draws the answer of each place with law of its own; the table below it says the same in words.
func (p *page) states(rows []explore.Beside) {
	p.put(`<svg class="states" viewBox="0 0 % %" direction="ltr" role="img" aria-label="%">`, strconv.Itoa(11*tileSide), strconv.Itoa(len(tiles)*tileSide), p.Say("map"))
	for y, line := range tiles {
		for x, code := range strings.Fields(line) {
			if code != "." {
				p.tile(x*tileSide, y*tileSide, code, rows)
			}
		}
	}
	p.put(`</svg><p class="small keys">`)
	for _, o := range []sallyport.Outcome{sallyport.Refused, sallyport.Unresolved, sallyport.Permitted} {
		p.put(`<span><svg class="key" viewBox="0 0 16 16" aria-hidden="true"><g class="%"><rect width="16" height="16"></rect>`, string(o))
		p.mark(o, 8, 8)
		p.put(`</g></svg> %</span> `, p.Say("o."+string(o)))
	}
	p.put(`<span>%</span></p>`, p.Say("map means"))
}

// tile is one state: its own answer, and a small square in its corner for each place within it.
func (p *page) tile(x, y int, code string, rows []explore.Beside) {
	var own sallyport.Outcome
	var within []sallyport.Outcome
	for _, b := range rows {
		switch {
		case b.Place == "us-"+code:
			own = b.Outcome
		case tree.State(b.Place) == "us-"+code:
			within = append(within, b.Outcome)
		}
	}
	at := func(d int) string { return strconv.Itoa(d) }
	p.put(`<g class="%"><rect x="%" y="%" width="40" height="40"></rect><text x="%" y="%">%</text>`, string(own), at(x+2), at(y+2), at(x+7), at(y+17), strings.ToUpper(code))
	p.mark(own, x+14, y+30)
	p.put(`</g>`)
	for i, o := range within {
		left := x + 29 - 14*i
		p.put(`<g class="% within"><rect x="%" y="%" width="12" height="12"></rect>`, string(o), at(left), at(y+28))
		p.mark(o, left+6, y+34)
		p.put(`</g>`)
	}
}

// mark tells the outcomes apart without their colours: a cross, a ring, a bar.
func (p *page) mark(o sallyport.Outcome, x, y int) {
	n := strconv.Itoa
	switch o {
	case sallyport.Refused:
		p.put(`<path d="M% %l8 8m0 -8l-8 8"></path>`, n(x-4), n(y-4))
	case sallyport.Permitted:
		p.put(`<circle cx="%" cy="%" r="4"></circle>`, n(x), n(y))
	case sallyport.Unresolved:
		p.put(`<path d="M% %h8"></path>`, n(x-4), n(y))
	case sallyport.Silent: // nothing to mark
	}
}
