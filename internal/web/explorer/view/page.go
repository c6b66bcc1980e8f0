package view

import (
	"errors"
	"html"
	"net/url"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/web/lang"
	"sallyport/law"
	"sallyport/law/explore"
)

// Maker makes pages in one language.
type Maker struct {
	Book *law.Book
	Lang lang.Lang
	Say  func(key string, pairs ...string) string // the key itself where there is no text
	Here bool                                     // made on the visitor's own device
}

// page is one being written.
type page struct {
	strings.Builder
	Maker
	state
}

// HTML is the page of an address and a form. today is offered as the day.
func (m Maker) HTML(query, form url.Values, today time.Time) string {
	p := &page{Maker: m, state: read(m.Book, query, form)}
	p.put("<h1>%</h1>", p.Say("title"))
	if !p.given {
		p.put(`<p class="lead">%</p>`, p.Say("lead"))
		p.setup(today)
		p.terms()
		return p.String()
	}
	r, err := explore.Explore(m.Book, p.Setting, p.answers)
	var wrong *explore.Wrong
	if errors.As(err, &wrong) {
		p.put(`<p class="problem" role="alert">%</p>`, p.Say("wrong."+wrong.Why))
		p.setup(today)
		p.terms()
		return p.String()
	}
	p.result(r, today)
	return p.String()
}

func (p *page) result(r *explore.Result, today time.Time) {
	p.put("<p>%</p>", p.settingLine(p.Setting))
	p.put(`<form method="post" action="%" id="answers">`, p.address(p.Setting))
	for _, a := range p.answers {
		p.put(`<input type="hidden" name="a" value="%">`, a.Path+"="+a.Value)
	}
	p.question(r)
	p.outcome(r)
	p.answered()
	p.doors(r)
	p.missing(r)
	p.changes(r)
	p.beside()
	p.put("</form>")
	p.put("<details><summary>%</summary>", p.Say("change setting"))
	p.setup(today)
	p.put("</details>")
	p.terms()
}

// put writes markup with each % in it replaced by an argument, escaped. The markup is ours and holds no other %.
func (p *page) put(markup string, args ...string) {
	for _, arg := range args {
		before, after, found := strings.Cut(markup, "%")
		p.WriteString(before)
		p.WriteString(html.EscapeString(arg))
		if markup = after; !found {
			return
		}
	}
	p.WriteString(markup)
}

// english writes a text that there is in English only.
func (p *page) english(text string) {
	if p.Lang == lang.English {
		p.put("%", text)
		return
	}
	p.put(`<span lang="en" dir="ltr">%</span>`, text)
}

// settingLine says where, when, under which programme and what.
func (p *page) settingLine(s explore.Setting) string {
	return p.Say("setting", "place", apart(PlaceName(s.Place)), "day", p.day(s.Date), "programme", apart(p.programme(s)), "action", p.Say("v."+s.Action))
}

// apart keeps a name in one direction of writing from turning what stands around it (Unicode's isolates).
func apart(name string) string { return "\u2068" + name + "\u2069" }

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

// day writes YYYY-MM-DD as the language does; anything else as it stands.
func (p *page) day(date string) string {
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		return lang.Day(p.Lang, t)
	}
	return date
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
	for _, action := range []string{"notify", "hold", "transfer", "interview"} {
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

// terms says what this is, what it is not, and where answers go.
func (p *page) terms() {
	where := "on the server"
	if p.Here {
		where = "on your device"
	}
	p.put(`<h2>%</h2><p>%</p><p>%</p><p>%</p>`, p.Say("not advice"), p.Say("advice"), p.Say(where), p.Say("address"))
	if p.Lang != lang.English {
		p.put("<p>%</p>", p.Say("rules in english"))
	}
}
