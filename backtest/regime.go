package backtest

import (
	"fmt"
	"math"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// LawOfTheDay is the regime in which every row meets the law that was in force.
const LawOfTheDay = "law-of-the-day"

const federalOnly = "federal-only:"

// maxRegimes bounds the regimes of one run: what a row comes to under all of them is one number.
const maxRegimes = 20

// Regime is a law that every row is judged by.
type Regime struct {
	Name    string
	Says    string // in a sentence
	book    *law.Book
	program string // the federal programme; "" for the one that the book has in force on the day
	federal bool   // the federal door only: no local law, no policy of the agency
}

// Regimes reads a list of regimes: law-of-the-day, PROGRAM[@YYYY-MM-DD] or federal-only:PROGRAM[@YYYY-MM-DD]. With a date the
// programme's text of that day judges every row; without, the text of the row's day or the nearest. Local law is always
// that of the row's own place and days.
func Regimes(book *law.Book, names []string) ([]*Regime, error) {
	if len(names) == 0 || len(names) > maxRegimes {
		return nil, fmt.Errorf("regimes: %d given; name 1 to %d", len(names), maxRegimes)
	}
	var all []*Regime
	for _, name := range names {
		r, err := newRegime(book, name)
		if err != nil {
			return nil, fmt.Errorf("regime %s: %w", name, err)
		}
		for _, other := range all {
			if other.Name == name {
				return nil, fmt.Errorf("regime %s: named twice; name it once", name)
			}
		}
		all = append(all, r)
	}
	return all, nil
}

func newRegime(book *law.Book, name string) (*Regime, error) {
	if name == LawOfTheDay {
		return &Regime{Name: name, Says: "The federal programme and the local law in force on the row's day.", book: book}, nil
	}
	r := &Regime{Name: name, book: book}
	rest, ok := strings.CutPrefix(name, federalOnly)
	r.federal = ok
	var date string
	r.program, date, ok = strings.Cut(rest, "@")
	p := book.Pack(r.program)
	if p == nil || !p.Federal {
		return nil, fmt.Errorf("no federal programme has this id; the packs have %s", programmes(book))
	}
	r.Says = p.Title + ", in its text of the row's day or the nearest"
	kept := book.Packs
	if r.federal {
		kept = []*law.Pack{p}
	}
	if ok {
		fixed, err := always(p, date)
		if err != nil {
			return nil, err
		}
		r.Says = p.Title + ", in its text of " + date
		r.program, kept = "", locals(kept, fixed)
	}
	if r.federal {
		r.Says += "; the federal door alone"
	} else {
		r.Says += "; with the local law of the row's place and days"
	}
	r.Says += "."
	if r.federal || ok {
		r.book = law.NewBook(kept)
	}
	return r, nil
}

func programmes(book *law.Book) string {
	var all []string
	for _, p := range book.Packs {
		if p.Federal {
			all = append(all, p.ID)
		}
	}
	return strings.Join(all, ", ")
}

// locals are the packs of the local door and, at the federal one, fixed alone.
func locals(all []*law.Pack, fixed *law.Pack) []*law.Pack {
	kept := []*law.Pack{fixed}
	for _, p := range all {
		if !p.Federal {
			kept = append(kept, p)
		}
	}
	return kept
}

// always is the programme with the text of one day, in force on every day.
func always(p *law.Pack, date string) (*law.Pack, error) {
	v := p.At(date)
	if v == nil {
		return nil, fmt.Errorf("no text of %s is in force on %q; write a day of one, as in %s@%s", p.ID, date, p.ID, p.Versions[0].From)
	}
	fixed := *p
	text := &law.Version{
		Pack: &fixed, From: v.From, Until: v.Until, Instrument: v.Instrument, Binds: v.Binds, Silent: v.Silent, Rules: v.Rules, Also: v.Also,
	}
	text.SetDays(math.MinInt64/2, math.MaxInt64/2)
	text.Link()
	fixed.Versions = []*law.Version{text}
	return &fixed, nil
}

// take makes c a case of this regime: what the case itself says of its programme, and for the federal door alone of its
// agency's policy, is overruled.
func (r *Regime) take(c *sallyport.Case) {
	c.Program = r.program
	if r.federal {
		for _, fact := range policies {
			c.Facts[fact] = sallyport.Value{}
		}
	}
}

// Decide is the engine's own decision of the case under the regime.
func (r *Regime) Decide(c *sallyport.Case) sallyport.Decision {
	taken := *c
	r.take(&taken)
	return r.book.Decide(&taken)
}

// condition is what must hold for Decide to permit the case.
func (r *Regime) condition(c *sallyport.Case) *tree.Expr {
	taken := *c
	r.take(&taken)
	return r.book.Condition(&taken)
}

// consulted are the texts that Decide reads.
func (r *Regime) consulted(c *sallyport.Case) []*law.Version {
	taken := *c
	r.take(&taken)
	return r.book.Consulted(&taken)
}

// policies are the facts of an agency's own policy, in the order of the actions.
var policies = func() (all []int) {
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		all = append(all, sallyport.CaseFact("local_policy."+action))
	}
	return all
}()
