package view

import (
	"errors"
	"html"
	"net/url"
	"strings"
	"time"

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
	p.languages()
	p.put("<h1>%</h1>", p.Say("title"))
	if !p.given {
		p.put(`<p class="lead">%</p>`, p.Say("lead"))
		p.setup(today)
		p.examples()
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
	p.chosen(p.Setting)
	p.put("<details><summary>%</summary>", p.Say("change setting"))
	p.setup(today)
	p.put("</details>")
	p.put(`<form method="post" action="%" id="answers">`, p.address(p.Setting))
	p.kept()
	p.question(r)
	p.outcome(r)
	p.answered()
	p.doors(r)
	p.missing(r)
	p.changes(r)
	p.beside()
	p.put("</form>")
	p.terms()
}

// kept are the answers so far, which a form takes along.
func (p *page) kept() {
	for _, a := range p.answers {
		p.put(`<input type="hidden" name="a" value="%">`, a.Path+"="+a.Value)
	}
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

// english writes a text that there is in English only. It keeps its own direction, and turns nothing around it.
func (p *page) english(text string) {
	if p.Lang == lang.English {
		p.put("%", text)
		return
	}
	p.put(`<span lang="en" dir="ltr">%</span>`, text)
}

// sentence is such a text at length; in another language it stands on lines of its own.
func (p *page) sentence(text string) {
	if p.Lang == lang.English {
		p.put("%", text)
		return
	}
	p.put(`<span class="whole" lang="en" dir="ltr">%</span>`, text)
}

// day writes YYYY-MM-DD as the language does; anything else as it stands.
func (p *page) day(date string) string {
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		return lang.Day(p.Lang, t)
	}
	return date
}

// terms says what this is, what it is not, and where answers go.
func (p *page) terms() {
	p.put(`<h2>%</h2><p>%</p><p>%</p><p>%`, p.Say("not advice"), p.Say("advice"), p.Say(p.where()), p.Say("address"))
	if p.given {
		p.put(` <a href="%">%</a>`, p.address(p.Setting), p.Say("share"))
	}
	p.put("</p>")
	if p.Lang != lang.English {
		p.put("<p>%</p>", p.Say("rules in english"))
	}
}

// where says where the page was made.
func (p *page) where() string {
	switch {
	case p.Here:
		return "on your device"
	case p.sent:
		return "sent"
	}
	return "on the server"
}
