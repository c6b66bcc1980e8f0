package view

import (
	"slices"
	"strconv"
	"strings"

	"sallyport"
	"sallyport/internal/web/lang"
	"sallyport/law/explore"
)

// question asks the one that settles the most, or the one that was answered unusably.
func (p *page) question(r *explore.Result) {
	path := r.Next
	if p.again != "" {
		path = p.again
	}
	if path == "" {
		return
	}
	p.put(`<section class="card"><h2 id="question" tabindex="-1">%</h2>`, p.asks(path))
	if hint := p.hint(path); hint != "" {
		p.put(`<p class="hint">%</p>`, hint)
	}
	if p.wrong != nil {
		p.put(`<p class="problem" role="alert" id="wrong">%</p>`, p.Say("wrong."+p.wrong.Why))
	}
	p.put(`<input type="hidden" name="q" value="%">`, path)
	p.choices(path)
	p.put(`<div class="actions"><button name="say" value="answer">%</button>`, p.Say("answer"))
	if offersNone(path) {
		p.put(`<button name="say" value="none" class="quiet" formnovalidate>%</button>`, p.Say("there is none"))
	}
	p.put(`<button name="say" value="?" class="quiet" formnovalidate>%</button></div>`, p.Say("don't know"))
	if !p.Here {
		p.put(`<noscript><p class="hint">%</p></noscript>`, p.Say("no script"))
	}
	p.put(`</section>`)
}

// offersNone says whether "there is none" is a button: where the answer is entered rather than chosen.
func offersNone(path string) bool {
	slot, ok := explore.SlotOf(path)
	if !ok || explore.IsCount(path) {
		return false
	}
	f := slot.About()
	return f.Kind == sallyport.Set || f.None && (f.Kind == sallyport.Date || f.Kind == sallyport.Time || f.Kind == sallyport.Int)
}

// choices are the ways to answer: one of few as buttons to choose from, one of many as a list, or a field.
func (p *page) choices(path string) {
	if explore.IsCount(path) {
		p.radios(path, []string{"0", "1", "2", "3", "4", "5", "6"}, "radio")
		return
	}
	slot, _ := explore.SlotOf(path)
	f := slot.About()
	switch f.Kind {
	case sallyport.Bool:
		p.radios(path, []string{"yes", "no"}, "radio")
	case sallyport.Object:
		p.radios(path, []string{"given", explore.None}, "radio")
	case sallyport.Set:
		p.radios(path, f.Values, "checkbox")
	case sallyport.Enum:
		values := f.Values
		if f.None {
			values = append(slices.Clone(values), explore.None)
		}
		if len(values) > 8 {
			p.list(path, values)
		} else {
			p.radios(path, values, "radio")
		}
	case sallyport.Date:
		p.field(path, "date", "")
	case sallyport.Time:
		p.field(path, "datetime-local", "")
	case sallyport.Int:
		p.field(path, "number", "")
	case sallyport.Text:
		if strings.HasSuffix(path, ".place") {
			p.list(path, states())
		} else {
			p.field(path, "text", "100")
		}
	}
}

func (p *page) radios(path string, values []string, kind string) {
	p.put(`<fieldset aria-labelledby="question">`)
	for i, v := range values {
		if kind == "radio" && i == 0 {
			p.put(`<label class="choice"><input type="radio" name="v" value="%" required>%</label>`, v, p.value(path, v))
			continue
		}
		p.put(`<label class="choice"><input type="%" name="v" value="%">%</label>`, kind, v, p.value(path, v))
	}
	p.put(`</fieldset>`)
}

func (p *page) list(path string, values []string) {
	p.put(`<div class="field"><select name="v" aria-labelledby="question">`)
	for _, v := range values {
		p.option(v, p.value(path, v), false)
	}
	p.put(`</select></div>`)
}

func (p *page) field(path, kind, most string) {
	p.put(`<div class="field"><input name="v" type="%" required autocomplete="off" aria-labelledby="question"`, kind)
	switch {
	case most != "":
		p.put(` maxlength="%"`, most)
	case kind == "number":
		p.put(` min="0" max="40000"`)
	}
	p.put(`></div>`)
}

// asks is the question of a path, in words.
func (p *page) asks(path string) string {
	if explore.IsCount(path) {
		return p.Say("q." + path)
	}
	slot, ok := explore.SlotOf(path)
	if !ok || slot.List < 0 {
		return p.Say("q." + path)
	}
	name := [2]string{"conviction", "charge"}[slot.List]
	return p.Say(name, "number", lang.Digits(p.Lang, strconv.Itoa(slot.Index+1))) + " " + p.Say("q.offence."+slot.About().Path)
}

// hint is what may help to answer; "" for most.
func (p *page) hint(path string) string {
	key := "h." + path
	if slot, ok := explore.SlotOf(path); ok && slot.List >= 0 {
		key = "h.offence." + slot.About().Path
	}
	if says := p.Say(key); says != key {
		return says
	}
	return ""
}

// value is an answer in words.
func (p *page) value(path, v string) string {
	switch v {
	case explore.DontKnow:
		return p.Say("not known")
	case "":
		return ""
	}
	slot, ok := explore.SlotOf(path)
	if !ok {
		return lang.Digits(p.Lang, v)
	}
	switch f := slot.About(); f.Kind {
	case sallyport.Date:
		if v != explore.None {
			return p.day(v)
		}
	case sallyport.Time:
		if day, clock, ok := strings.Cut(v, "T"); ok && len(clock) >= 5 {
			return p.day(day) + p.Say("comma") + " " + lang.Digits(p.Lang, clock[:5])
		}
	case sallyport.Int:
		return lang.Digits(p.Lang, v)
	case sallyport.Text:
		if strings.HasSuffix(path, ".place") && explore.IsPlace(v) {
			return PlaceName(v)
		}
		return v
	}
	parts := strings.Split(v, ",")
	for i, part := range parts {
		if says := p.Say("v." + part); says != "v."+part {
			parts[i] = says
		}
	}
	return strings.Join(parts, "; ")
}
