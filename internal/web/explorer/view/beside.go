package view

import (
	"sallyport"
	"sallyport/law/explore"
)

// changes are answers with which the outcome would be another.
func (p *page) changes(r *explore.Result) {
	if len(r.Changes) == 0 {
		return
	}
	p.put(`<section><h2>%</h2><ul>`, p.Say("changes"))
	for _, c := range r.Changes {
		p.put(`<li>% <strong><bdi>%</bdi></strong>: `, p.asks(c.Path), p.example(c.Path, c.Value))
		p.badge(c.Outcome)
		p.put(`</li>`)
	}
	p.put(`</ul></section>`)
}

// example is an answer in words; of what is counted or dated one of many, and said to be.
func (p *page) example(path, v string) string {
	words := p.value(path, v)
	slot, ok := explore.SlotOf(path)
	if !ok || v == explore.None {
		return words
	}
	switch slot.About().Kind {
	case sallyport.Int, sallyport.Date, sallyport.Time, sallyport.Text:
		return p.Say("for example", "value", words)
	}
	return words
}

// beside offers the same person in other places and under other programmes, which is worked out when it is asked for: dozens of laws are. Each row's button goes there and takes the answers along.
func (p *page) beside() {
	p.put(`<section><h2 id="beside">%</h2><p>%</p>`, p.Say("beside"), p.Say("beside means"))
	p.put(`<div class="actions"><button name="beside" value="places" class="quiet" formnovalidate>%</button><button name="beside" value="programmes" class="quiet" formnovalidate>%</button></div>`,
		p.Say("elsewhere"), p.Say("under"))
	switch p.side {
	case "places":
		rows := explore.Elsewhere(p.Book, p.Setting, p.answers)
		p.states(rows)
		p.table(p.Say("elsewhere"), p.Say("place"), rows, func(b explore.Beside) string { return PlaceName(b.Place) })
	case "programmes":
		p.table(p.Say("under"), p.Say("programme"), explore.Under(p.Book, p.Setting, p.answers), p.programmeRow)
	}
	p.put(`</section>`)
}

func (p *page) programmeRow(b explore.Beside) string {
	if b.Programme == "" {
		return p.Say("in force")
	}
	return p.programme(b.Setting)
}

func (p *page) table(caption, first string, rows []explore.Beside, name func(explore.Beside) string) {
	p.put(`<table class="stack"><caption>%</caption><thead><tr><th scope="col">%</th><th scope="col">%</th><th scope="col">%</th><th scope="col">%</th></tr></thead><tbody>`,
		caption, first, p.Say("door.federal"), p.Say("door.local"), p.Say("together"))
	for _, b := range rows {
		p.put(`<tr><th scope="row">`)
		if b.Setting == p.Setting {
			p.put(`<bdi>%</bdi> <span class="small">%</span>`, name(b), p.Say("here"))
		} else {
			p.put(`<button class="quiet" formaction="%" formnovalidate><bdi>%</bdi></button>`, p.address(b.Setting), name(b))
		}
		p.put(`</th>`)
		for _, cell := range []struct {
			label string
			is    sallyport.Outcome
		}{{"door.federal", b.Federal}, {"door.local", b.Local}, {"together", b.Outcome}} {
			p.put(`<td data-label="%"><span>`, p.Say(cell.label))
			p.badge(cell.is)
			p.put(`</span></td>`)
		}
		p.put(`</tr>`)
	}
	p.put(`</tbody></table>`)
}
