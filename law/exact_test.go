package law_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

// TestDecisionsAreExact hides facts of random cases and compares the outcome and the missing facts with what every
// completion of the hidden facts comes to, one by one.
func TestDecisionsAreExact(t *testing.T) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	count := 3000
	if testing.Short() {
		count = 200
	}
	open := 0
	for seed := range count {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		c := randomCase(r)
		hidden := hide(r, c)
		want := complete(book, c, hidden)
		got := book.Decide(c)
		if got.Outcome == sallyport.Unresolved {
			open++
		}
		if got.Outcome != want.outcome || !slices.Equal(sorted(got.Missing), sorted(want.missing)) {
			t.Fatalf("seed %d, %s at %s, hidden %v:\n got %s %v\nwant %s %v", seed, c.Agency, c.At, names(hidden),
				got.Outcome, got.Missing, want.outcome, want.missing)
		}
	}
	if open < count/20 {
		t.Errorf("only %d of %d cases were unresolved: the test does not reach what it is for", open, count)
	}
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// place is a fact of the case (list < 0) or of an offence.
type place struct{ list, index, fact int }

func (p place) of(c *sallyport.Case) *sallyport.Value {
	switch p.list {
	case 0:
		return &c.Convictions.List[p.index][p.fact]
	case 1:
		return &c.Charges.List[p.index][p.fact]
	}
	return &c.Facts[p.fact]
}

func (p place) kind() *sallyport.Fact {
	if p.list < 0 {
		return &sallyport.CaseFacts[p.fact]
	}
	return &sallyport.OffenceFacts[p.fact]
}

func (p place) path() string {
	switch p.list {
	case 0:
		return fmt.Sprintf("convictions[%d].%s", p.index, p.kind().Path)
	case 1:
		return fmt.Sprintf("charges[%d].%s", p.index, p.kind().Path)
	}
	return p.kind().Path
}

func names(hidden []place) []string {
	var all []string
	for _, p := range hidden {
		all = append(all, p.path())
	}
	return all
}

// randomCase makes a case in which every fact is known.
func randomCase(r *rand.Rand) *sallyport.Case {
	agencies := []string{
		"us-ca/los-angeles", "us-ca/san-francisco", "us-ct", "us-fl/miami-dade", "us-il/cook", "us-ma/boston",
		"us-nj/essex", "us-ny/nyc", "us-oh/franklin", "us-pa/philadelphia", "us-tx/travis",
	}
	first, last := time.Date(2012, 6, 1, 10, 0, 0, 0, time.UTC), time.Date(2020, 12, 1, 10, 0, 0, 0, time.UTC)
	c := &sallyport.Case{
		ID: "random", Agency: agencies[r.IntN(len(agencies))],
		At: first.Add(time.Duration(r.Int64N(int64(last.Sub(first))))).Truncate(time.Second),
	}
	for i := range c.Facts {
		if f := &sallyport.CaseFacts[i]; f.Path != "at" && f.Path != "agency" && f.Path != "state" {
			c.Facts[i] = randomValue(r, f, c)
		}
	}
	tidy(c)
	for _, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		list.Known = true
		list.List = make([]sallyport.Offence, r.IntN(4))
		for i := range list.List {
			for j := range list.List[i] {
				list.List[i][j] = randomValue(r, &sallyport.OffenceFacts[j], c)
			}
		}
	}
	return c
}

// tidy makes the objects consistent: none as a whole, or none of their facts.
func tidy(c *sallyport.Case) {
	for i := range sallyport.CaseFacts {
		p := sallyport.CaseFacts[i].Parent
		if p == "" {
			continue
		}
		if c.Facts[sallyport.CaseFact(p)].State == sallyport.None {
			c.Facts[i] = sallyport.NoneValue
		} else if c.Facts[i].State == sallyport.None {
			c.Facts[i] = sallyport.IntValue(0)
		}
	}
}

// randomValue leans towards what opens a door, so that the other facts matter.
func randomValue(r *rand.Rand, f *sallyport.Fact, c *sallyport.Case) sallyport.Value {
	values := domain(f, c)
	switch f.Path {
	case "person.us_citizen", "person.citizenship_indicated", "juvenile", "vacated", "expunged", "appeal_pending":
		return sallyport.BoolValue(r.IntN(12) == 0)
	case "person.removable", "request.special_circumstances", "pending", "officer.rehabilitation_review":
		return sallyport.BoolValue(r.IntN(6) > 0)
	case "agency_kind":
		return sallyport.IntValue(int64(r.IntN(9) / 6))
	case "request.received_at":
		return sallyport.TimeValue(c.At)
	case "release.eligible_at":
		return sallyport.TimeValue(c.At.Add(time.Duration(r.IntN(200)-60) * time.Hour))
	case "request.form":
		return sallyport.IntValue(int64(r.IntN(5)))
	}
	return values[r.IntN(len(values))]
}

// domain lists values that stand for everything an unknown fact may turn out to be.
func domain(f *sallyport.Fact, c *sallyport.Case) []sallyport.Value {
	var all []sallyport.Value
	if f.None && f.Parent == "" {
		all = append(all, sallyport.NoneValue)
	}
	add := func(n ...int64) {
		for _, v := range n {
			all = append(all, sallyport.IntValue(v))
		}
	}
	switch f.Kind {
	case sallyport.Bool:
		add(0, 1)
	case sallyport.Object:
		add(1)
	case sallyport.Enum:
		for i := range f.Values {
			add(int64(i))
		}
	case sallyport.Set:
		add(0, 1, 4, 15)
	case sallyport.Int:
		add(0, 5, 6, 15, 16, 89, 90, 365, 366)
	case sallyport.Text:
		for _, s := range []string{"us-ca", "us-ct", "A", "F1", "fresh"} {
			all = append(all, sallyport.TextValue(s))
		}
	case sallyport.Date:
		for _, years := range []int{1, 5, 7, 16, 30} {
			for _, days := range []int{-9, -2, -1, 0, 1, 2, 9} {
				all = append(all, sallyport.DateValue(c.At.AddDate(-years, 0, days)))
			}
		}
	case sallyport.Time:
		for _, days := range []int{-3700, -1500, -40, 0, 1, 9, 3700} {
			all = append(all, sallyport.TimeValue(c.At.AddDate(0, 0, days)))
		}
	}
	return all
}

// hide removes one to four facts that the decision reads.
func hide(r *rand.Rand, c *sallyport.Case) []place {
	var all []place
	for i, f := range sallyport.CaseFacts {
		if hideable[f.Path] {
			all = append(all, place{-1, 0, i})
		}
	}
	for list, offences := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		for i := range offences.List {
			for j, f := range sallyport.OffenceFacts {
				if hideable[f.Path] {
					all = append(all, place{list, i, j})
				}
			}
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	completions, n := 1, 0
	for n < 1+r.IntN(4) && completions*len(domain(all[n].kind(), c)) <= 600 {
		completions *= len(domain(all[n].kind(), c))
		*all[n].of(c) = sallyport.Value{}
		n++
	}
	return all[:n]
}

// hideable are facts with small domains that the packs read.
var hideable = map[string]bool{
	"request.special_circumstances": true, "request.probable_cause": true, "request.court_order": true,
	"officer.fod_national_security": true, "officer.fod_immigration_felony": true, "officer.significant_risk": true,
	"agreement.reimbursement": true, "local_policy.hold": true, "person.us_citizen": true, "person.removable": true,
	"person.prior_removal": true, "person.final_order": true, "person.csar_registrant": true, "request.purpose": true,
	"grade": true, "category": true, "status_element": true, "gang_element": true, "juvenile": true, "vacated": true,
	"appeal_pending": true, "court": true, "incident": true, "to_serve_days": true, "serious": true, "violent": true,
	"state_prison": true, "wobbler": true, "listed": true, "held_to_answer": true, "pending": true, "on": true,
	"category_basis": true, "aggravated_felony": true, "agency_kind": true, "request.warrant.signer": true,
}

type completion struct {
	outcome sallyport.Outcome
	missing []string
}

// complete decides by trying every completion of the hidden facts with every answer to the open questions.
func complete(book *law.Book, c *sallyport.Case, hidden []place) completion {
	formulas, full := book.Formulas(c)
	raised := map[string]bool{}
	for _, f := range formulas {
		f.Questions(raised)
	}
	questions := make([]string, 0, len(raised))
	for q := range raised {
		questions = append(questions, q)
	}
	slices.Sort(questions)
	table := map[string]string{} // the facts tried, then what the questions' answers make of them
	var walk func(i int, key string)
	walk = func(i int, key string) {
		if i == len(hidden) {
			table[key] = answers(formulas, full, questions)
			return
		}
		for j, v := range domain(hidden[i].kind(), full) {
			*hidden[i].of(full) = v
			walk(i+1, key+string(rune('0'+j)))
		}
		*hidden[i].of(full) = sallyport.Value{}
	}
	walk(0, "")
	return summarise(table, hidden)
}

// answers is the truth of the whole for every combination of answers, as a string of 0 and 1.
func answers(formulas []*law.Expr, c *sallyport.Case, questions []string) string {
	var out []byte
	for mask := range 1 << len(questions) {
		given := map[string]bool{}
		for i, q := range questions {
			given[q] = mask&(1<<i) != 0
		}
		truth := byte('1')
		for _, f := range formulas {
			if !f.Plain(c, given) {
				truth = '0'
			}
		}
		out = append(out, truth)
	}
	return string(out)
}

// summarise reads the outcome off the table, and which hidden fact makes a difference while the others stand still.
func summarise(table map[string]string, hidden []place) completion {
	seen := [2]bool{}
	for _, row := range table {
		for _, b := range []byte(row) {
			seen[b-'0'] = true
		}
	}
	out := completion{outcome: sallyport.Unresolved}
	switch seen {
	case [2]bool{true, false}:
		out.outcome = sallyport.Refused
	case [2]bool{false, true}:
		out.outcome = sallyport.Permitted
	}
	for i, p := range hidden {
		others := map[string]string{}
		for key, row := range table {
			runes := []rune(key)
			runes[i] = '_'
			if before, ok := others[string(runes)]; ok && before != row {
				out.missing = append(out.missing, p.path())
				break
			}
			others[string(runes)] = row
		}
	}
	return out
}

// TestSameCaseSameDecision: deciding twice gives the same answer, and leaves the case alone.
func TestSameCaseSameDecision(t *testing.T) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range 200 {
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		c := randomCase(r)
		hide(r, c)
		before := *c
		first, second := book.Decide(c), book.Decide(c)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		if diff := cmp.Diff(before.Facts, c.Facts); diff != "" {
			t.Fatalf("seed %d: the case was changed: %s", seed, diff)
		}
	}
}
