package view

import (
	"time"

	"sallyport"
	"sallyport/law/explore"
)

// actions are what a jail can be asked.
var actions = []string{"notify", "hold", "transfer", "interview"}

// chosen says where, when, under which programme and what.
func (p *page) chosen(s explore.Setting) {
	p.put(`<dl class="setting">`)
	for _, pair := range [][2]string{{"place", PlaceName(s.Place)}, {"date", p.day(s.Date)}, {"programme", p.programme(s)}, {"action", p.Say("v." + s.Action)}} {
		p.put(`<div><dt>%</dt><dd><bdi>%</bdi></dd></div>`, p.Say(pair[0]), pair[1])
	}
	p.put(`</dl>`)
}

// programme names the text at the federal door.
func (p *page) programme(s explore.Setting) string {
	t, err := time.Parse(time.DateOnly, s.Date)
	if err != nil {
		return ""
	}
	v := p.Book.Programme(s.Programme, sallyport.Day(t))
	if v == nil {
		return p.Say("no programme")
	}
	return v.Pack.Title
}

// setup is the form that chooses. It is a link in the making: what it holds goes into the address.
func (p *page) setup(today time.Time) {
	s := p.Setting
	if s.Place == "" {
		s = explore.Setting{Place: "us-ca", Date: today.Format(time.DateOnly), Action: "hold"}
	}
	p.put(`<form method="get" action="%" id="setting">`, Path)
	if p.lang != "" {
		p.put(`<input type="hidden" name="lang" value="%">`, p.lang)
	}
	p.put(`<div class="field"><label for="place">%</label><select id="place" name="place">`, p.Say("place"))
	for _, place := range offered(p.Book, s.Place) {
		p.option(place, PlaceName(place), place == s.Place)
	}
	p.put(`</select></div><div class="field"><label for="date">%</label><input id="date" name="date" type="date" min="2008-10-01" max="2030-12-31" value="%" required></div>`, p.Say("date"), s.Date)
	p.put(`<div class="field"><label for="programme">%</label><select id="programme" name="programme">`, p.Say("programme"))
	p.option("", p.Say("in force"), s.Programme == "")
	for _, f := range explore.Programmes(p.Book) {
		p.option(f.ID, f.Title, f.ID == s.Programme)
	}
	p.put(`</select></div><div class="field"><label for="action">%</label><select id="action" name="action">`, p.Say("action"))
	for _, action := range actions {
		p.option(action, p.Say("v."+action), action == s.Action)
	}
	p.put(`</select></div><div class="actions"><button>%</button></div></form>`, p.Say("look"))
}

func (p *page) option(value, name string, chosen bool) {
	if chosen {
		p.put(`<option value="%" selected>%</option>`, value, name)
		return
	}
	p.put(`<option value="%">%</option>`, value, name)
}
