package view

import (
	"slices"
	"strconv"
	"strings"

	"sallyport"
	"sallyport/internal/web/lang"
	"sallyport/law/explore"
)

// outcome says what both doors come to.
func (p *page) outcome(r *explore.Result) {
	p.put(`<section class="card %-edge" aria-live="polite"><h2 id="outcome">% `, string(r.Outcome), p.Say("so far"))
	p.badge(r.Outcome)
	p.put(`</h2><p>%</p>`, p.Say("means."+string(r.Outcome)))
	if r.Next == "" {
		p.put("<p>%</p>", p.Say("nothing more to ask"))
	}
	if r.Hold != nil {
		p.put("<p>%</p>", p.Say("hold until", "from", p.value("release.eligible_at", r.Hold.From.Format(explore.TimeLayout)), "until", p.value("release.eligible_at", r.Hold.Until.Format(explore.TimeLayout))))
	}
	p.put("</section>")
}

func (p *page) badge(o sallyport.Outcome) {
	p.put(`<span class="outcome %">%</span>`, string(o), p.Say("o."+string(o)))
}

// answered lists what the visitor said, each to be taken back.
func (p *page) answered() {
	if len(p.answers) == 0 {
		return
	}
	p.put(`<section><h2>%</h2><ul>`, p.Say("your answers"))
	for _, a := range p.answers {
		p.put(`<li>% <strong><bdi>%</bdi></strong> <button name="undo" value="%" class="quiet" formnovalidate aria-label="%">%</button></li>`,
			p.asks(a.Path), p.value(a.Path, a.Value), a.Path, p.Say("undo", "question", p.asks(a.Path)), p.Say("take back"))
	}
	p.put(`</ul></section>`)
}

// doors are the answers of each law, the federal door first.
func (p *page) doors(r *explore.Result) {
	p.put(`<section><h2>%</h2><p>%</p>`, p.Say("both doors"), p.Say("doors mean"))
	local := false
	for _, d := range r.Doors {
		local = local || d.Door.Door == "local"
		p.door(&d)
	}
	if !local {
		p.put("<p>%</p>", p.Say("no local law"))
	}
	p.duties(r.Duties)
	p.put(`</section>`)
}

// duties are what is owed whatever the answer.
func (p *page) duties(all []sallyport.Duty) {
	if len(all) == 0 {
		return
	}
	p.put(`<h3>%</h3><ul>`, p.Say("owed"))
	for _, d := range all {
		p.put(`<li><span class="whole" lang="en" dir="ltr">% <cite>%</cite></span></li>`, d.Due, d.Cite)
	}
	p.put(`</ul>`)
}

func (p *page) door(d *explore.Door) {
	p.put(`<div class="card %-edge"><h3>% `, string(d.Outcome), p.Say("door."+d.Door.Door))
	p.badge(d.Outcome)
	p.put(`</h3><p><strong>`)
	if d.Title == "" {
		p.put("%</strong></p>", p.Say("agency policy"))
	} else {
		p.english(d.Title)
		p.put(`</strong>`)
		p.text(d)
	}
	if d.Outcome == sallyport.Silent {
		p.put("<p>%</p>", p.Say("door silent"))
	}
	p.rules(d.Rules)
	p.put(`</div>`)
}

// text names the text of a pack that decided, and leads to it in a tab of its own, so that the answers stay here.
func (p *page) text(d *explore.Door) {
	p.put(`<span class="small whole">`)
	if d.Instrument != "" {
		p.english(d.Instrument + ".")
	}
	p.put(` %</span> <a class="small" href="%" target="_blank">%</a></p>`, p.Say("since", "day", p.day(d.Version)), "/law/"+d.Pack+"#text-"+d.Version, p.Say("read the law"))
}

// few is how many rules are shown without unfolding: a door that is open on much names dozens.
const few = 4

func (p *page) rules(all []explore.Rule) {
	if len(all) > few {
		p.put(`<details><summary>%</summary>`, p.Say("rules", "count", lang.Digits(p.Lang, strconv.Itoa(len(all)))))
		defer p.put(`</details>`)
	}
	if len(all) == 0 {
		return
	}
	p.put(`<ul class="said">`)
	for i := range all {
		p.rule(&all[i])
	}
	p.put(`</ul>`)
}

// rule is what one rule says, where it is written, how sure we are, and what it rests on here.
func (p *page) rule(r *explore.Rule) {
	p.put(`<li><strong>%</strong> `, p.Say("effect."+string(r.Effect)))
	if own := p.Say("rule." + r.ID); own != "rule."+r.ID {
		p.put("%", own)
	} else {
		p.sentence(r.Says)
	}
	p.put(`<span class="small whole">`)
	p.cite(r.Cite)
	if r.Sure != "" {
		p.sure(r.Sure)
	}
	p.put(` · <code dir="ltr">%</code></span>`, r.ID)
	for _, because := range r.Because {
		p.because(because)
	}
	p.put(`</li>`)
}

// cite is a citation, whose digits are read as English ones are.
func (p *page) cite(text string) { p.put(`<cite lang="en" dir="ltr">%</cite>`, text) }

// sure says how the statement was verified.
func (p *page) sure(sure string) {
	how, rest, _ := strings.Cut(sure, " ")
	how = strings.TrimRight(how, ";,")
	p.put(` · % `, p.Say("sure."+how))
	if rest != "" {
		p.english("(" + rest + ")")
	}
}

// because is a fact that a rule rests on; that something is unknown is said under what is missing.
func (p *page) because(line string) {
	path, v, fact := strings.Cut(line, " = ")
	if strings.HasPrefix(line, "open question ") { // said under what the law leaves open
		return
	}
	if !fact {
		p.put(`<span class="small whole">`)
		p.english(line)
		p.put(`</span>`)
		return
	}
	v, from, _ := strings.Cut(v, " (")
	v = strings.Trim(strings.ReplaceAll(v, ", ", ","), "[]")
	switch v {
	case "unknown":
		return
	case "true":
		v = "yes"
	case "false":
		v = "no"
	case "":
		v = explore.None
	}
	p.put(`<span class="small whole">% <bdi>%</bdi> `, p.asks(path), p.value(path, v))
	if from != "" {
		p.english("(" + from)
	}
	p.put(`</span>`)
}

// missing are the facts that could still change the answer, and the questions of law that the texts leave open.
func (p *page) missing(r *explore.Result) {
	if len(r.Missing) > 0 {
		p.put(`<section><h2>%</h2><p>%</p><ul>`, p.Say("missing"), p.Say("missing means"))
		for _, path := range r.Missing {
			p.put(`<li>%`, p.asks(path))
			if slices.ContainsFunc(p.answers, func(a explore.Answer) bool { return a.Path == path }) {
				p.put(` <em>%</em>`, p.Say("not known"))
			}
			p.put(`</li>`)
		}
		p.put(`</ul></section>`)
	}
	if len(r.Open) == 0 {
		return
	}
	p.put(`<section><h2>%</h2><p>%</p><ul>`, p.Say("open"), p.Say("open means"))
	for _, q := range r.Open {
		p.put(`<li>`)
		if own := p.Say("rule." + q.ID); own != "rule."+q.ID {
			p.put("%", own)
		} else {
			p.sentence(q.Asks + " (" + strings.Join(q.Readings, " / ") + ")")
		}
		p.put(`<span class="small whole"><code dir="ltr">%</code></span></li>`, q.ID)
	}
	p.put(`</ul></section>`)
}
