package lawroom

import (
	"math/big"
	"net/http"
	"strconv"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove"
	"sallyport/law/prove/finite"
	"sallyport/law/render"
)

// differenceView is what sets two texts of a pack apart.
type differenceView struct {
	*law.Pack
	Before, After *law.Version
	Ways          []way
}

// way is one way in which the texts come apart.
type way struct {
	Asked string // notice of release
	Says  string // the smallest case, in words
	Texts [2]answer
	Count string
}

// title is what a way is called: A hold: refused, then permitted.
func (w *way) title() string {
	return capital(w.Asked) + ": " + string(w.Texts[0].Outcome) + ", then " + string(w.Texts[1].Outcome)
}

func wayAddress(i int) string { return "#way-" + strconv.Itoa(i+1) }

// answer is what a text comes to.
type answer struct {
	From    string // of the text
	Outcome sallyport.Outcome
	Why     string // where no rule says so
	Rules   []*law.Rule
}

// compare sends whoever chose two texts to their difference.
func (m *room) compare(w http.ResponseWriter, r *http.Request, p *law.Pack) {
	before, after := p.From(r.URL.Query().Get("before")), p.From(r.URL.Query().Get("after"))
	if before == nil || after == nil {
		m.missing(w, r)
		return
	}
	http.Redirect(w, r, differenceAddress(before, after), http.StatusSeeOther)
}

// difference shows what sets two texts apart: VERSION1..VERSION2.
func (m *room) difference(w http.ResponseWriter, r *http.Request, p *law.Pack, page string) {
	first, second, _ := strings.Cut(page, "..")
	before, after := p.From(first), p.From(second)
	if before == nil || after == nil {
		m.missing(w, r)
		return
	}
	found, err := m.library.differences(r.Context(), before, after)
	if err != nil {
		m.failed(w, r, err)
		return
	}
	v := differenceView{Pack: p, Before: before, After: after}
	for i := range found {
		v.Ways = append(v.Ways, wayOf(&found[i], before, after))
	}
	m.show(w, r, p.Title+": "+before.From+" and "+after.From, differencePage(&v))
}

func wayOf(d *prove.Difference, before, after *law.Version) way {
	w := way{Asked: render.Asks(d.Action), Says: render.Sentence(&d.Case), Count: share(d.Cases, d.Of)}
	for i, v := range []*law.Version{before, after} {
		w.Texts[i] = answerOf(v, d, d.Outcomes[i])
	}
	return w
}

// answerOf is what a text says to a case, and by which rules.
func answerOf(v *law.Version, d *prove.Difference, outcome sallyport.Outcome) answer {
	a := answer{From: v.From, Outcome: outcome, Why: strings.TrimSpace(v.Silent[d.Action])}
	if outcome == sallyport.Silent && a.Why == "" {
		a.Why = "it does not bind this kind of custodian"
	}
	for _, applied := range v.Judge(&d.Case).Rules {
		if rule := ruleNamed(v, applied); rule != nil && decides(outcome, applied.Effect) {
			a.Rules = append(a.Rules, rule)
		}
	}
	return a
}

// ruleNamed is a rule of a text, or of one that must be met beside it.
func ruleNamed(v *law.Version, applied sallyport.AppliedRule) *law.Rule {
	for _, text := range append([]*law.Version{v}, v.Also...) {
		for _, r := range text.Rules {
			if r.ID == applied.ID && r.Cite == applied.Cite {
				return r
			}
		}
	}
	return nil
}

// decides says whether a rule of an effect is among those that made an outcome what it is.
func decides(o sallyport.Outcome, e sallyport.Effect) bool {
	return o == sallyport.Refused && e == sallyport.Refuses || o == sallyport.Permitted && e == sallyport.Permits || o == sallyport.Unresolved && e == sallyport.Unresolves
}

// share says how many of the cases that were counted come apart like that.
func share(cases, of *big.Int) string {
	if cases == nil || of.Sign() == 0 {
		return "There are too many kinds of cases to count how many come apart like that."
	}
	percent, _ := new(big.Rat).SetFrac(new(big.Int).Mul(cases, big.NewInt(100)), of).Float64()
	text := strconv.FormatFloat(percent, 'g', 2, 64) + " %"
	if percent < 0.01 {
		text = "fewer than 0.01 %"
	} else if percent >= 10 {
		text = strconv.FormatFloat(percent, 'f', 0, 64) + " %"
	}
	return "Of the kinds of cases with up to " + strconv.Itoa(finite.CountedOffences) + " offences a list, " + text + " come apart like that; how often they occur is not counted."
}

// sides are the two texts, in the order in which they are compared.
var sides = [2]string{"First", "Second"}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
