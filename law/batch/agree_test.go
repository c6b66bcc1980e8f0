package batch_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/compile"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
	"sallyport/law/tree"
)

func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var (
	action  = sallyport.CaseFact("request.action")
	kind    = sallyport.CaseFact("agency_kind")
	actions = sallyport.CaseFacts[action].Values
)

// agreement compares the planes of every version and action of the book with the closures of its plan, and the settled
// answers with the engine of single cases.
type agreement struct {
	conditions []batch.Condition
	texts      []text
	clauses    []clause // of all texts, each once
	dictionary *batch.Dictionary
	program    *batch.Program
}

type text struct {
	version *law.Version
	action  int64
	speaks  bool
	clauses []int // every one of which must hold
}

func newAgreement(t testing.TB) *agreement {
	t.Helper()
	b := book(t)
	a := &agreement{conditions: batch.Conditions(b)}
	for _, p := range b.Packs {
		for _, v := range p.Versions {
			for i, name := range actions {
				a.add(v, int64(i), v.Plan(name))
			}
		}
	}
	a.dictionary = batch.NewDictionary(a.conditions)
	var err error
	if a.program, err = a.dictionary.Compile(a.conditions); err != nil {
		t.Fatal(err)
	}
	return a
}

// clause is a clause of some texts; those that read the action are told apart by the action asked about.
type clause struct {
	*tree.Expr
	action int64
}

func readsAction(e *tree.Expr) bool {
	return e.Op == tree.OpAtom && slices.Contains(e.Atom.Refs, tree.Ref{Fact: action}) || slices.ContainsFunc(e.Args, readsAction)
}

func (a *agreement) add(v *law.Version, action int64, plan *law.Plan) {
	x := text{version: v, action: action, speaks: plan.Speaks}
	for _, c := range plan.Clauses {
		one := clause{Expr: c.Expr}
		if readsAction(c.Expr) {
			one.action = action
		}
		i := slices.Index(a.clauses, one)
		if i < 0 {
			i = len(a.clauses)
			a.clauses = append(a.clauses, one)
		}
		x.clauses = append(x.clauses, i)
	}
	a.texts = append(a.texts, x)
}

// comparer is one goroutine's share of an agreement.
type comparer struct {
	*agreement
	encoder *batch.Encoder
	block   *batch.Block
	answers *batch.Answers
	cases   []sallyport.Case
	truths  []tree.Tri // of the clauses
	seen    map[sallyport.Outcome]int
}

func (a *agreement) comparer() *comparer {
	return &comparer{
		agreement: a, encoder: a.dictionary.NewEncoder(), block: a.dictionary.NewBlock(), answers: a.program.NewAnswers(),
		cases: make([]sallyport.Case, 500), truths: make([]tree.Tri, len(a.clauses)), seen: map[sallyport.Outcome]int{},
	}
}

// compare makes a block of wild cases and compares every answer.
func (p *comparer) compare(seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 9))
	for i := range p.cases {
		lawtest.Wild(r, &p.cases[i])
	}
	p.encoder.Add(p.cases)
	p.encoder.Seal(p.block)
	p.program.Run(p.block, p.answers)
	for lane := range p.block.Len() {
		c := law.Implied(&p.cases[p.block.Case(lane)])
		p.evaluate(&c)
		for i := range p.texts {
			want, got := p.kleene(&c, &p.texts[i]), p.answers.Outcome(i, lane)
			p.seen[got]++
			if got != want {
				return p.differ(seed, lane, i, got, want, "closures")
			}
		}
	}
	return p.compareSettled(seed)
}

// compareSettled asks the engine of single cases about one text of each case, another one each time.
func (p *comparer) compareSettled(seed uint64) error {
	p.program.Settle(p.block, p.answers, func(i int) *sallyport.Case { return &p.cases[i] })
	for lane := range p.block.Len() {
		i := int((seed*uint64(len(p.cases)) + uint64(lane)) % uint64(len(p.texts)))
		c := p.cases[p.block.Case(lane)]
		c.Facts[action] = sallyport.IntValue(p.texts[i].action)
		got, want := p.answers.Outcome(i, lane), p.texts[i].version.Judge(&c).Outcome
		if got != want {
			return p.differ(seed, lane, i, got, want, "single cases")
		}
	}
	return nil
}

func (p *comparer) differ(seed uint64, lane, i int, got, want sallyport.Outcome, whose string) error {
	return fmt.Errorf("seed %d, case %d, %s: planes say %s, %s say %s", seed, p.block.Case(lane), p.conditions[i].Name, got, whose, want)
}

// evaluate asks every clause about the case.
func (p *comparer) evaluate(c *sallyport.Case) {
	zone := tree.Zone(c.Agency, c.At.Location())
	for i, e := range p.clauses {
		c.Facts[action] = sallyport.IntValue(e.action)
		p.truths[i] = e.Eval(c, zone)
	}
}

// kleene is the answer of the text by Kleene's logic.
func (p *comparer) kleene(c *sallyport.Case, x *text) sallyport.Outcome {
	custodian, binds := c.Facts[kind], x.version.Binds
	if !x.speaks || custodian.State == sallyport.Known && binds&(1<<custodian.N) == 0 {
		return sallyport.Silent
	}
	truth := tree.True
	for _, i := range x.clauses {
		truth = min(truth, p.truths[i])
	}
	if custodian.State != sallyport.Known && binds != law.AllKinds {
		truth = max(truth, tree.Unknown)
	}
	switch truth {
	case tree.True:
		return sallyport.Permitted
	case tree.False:
		return sallyport.Refused
	}
	return sallyport.Unresolved
}

// TestAgree compares some thousands of wild cases; SALLYPORT_AGREE says how many, for a long run on all cores:
//
//	SALLYPORT_AGREE=10000000 go test -run Agree -timeout 0 -v ./law/batch
func TestAgree(t *testing.T) {
	a := newAgreement(t)
	count, cores := 2000, 1
	if long := os.Getenv("SALLYPORT_AGREE"); long != "" {
		n, err := strconv.Atoi(long)
		if err != nil {
			t.Fatalf("SALLYPORT_AGREE=%s: how many cases to compare", long)
		}
		count, cores = n, runtime.GOMAXPROCS(0)
	}
	seen, judged := a.agree(t, count, cores)
	for _, o := range []sallyport.Outcome{sallyport.Permitted, sallyport.Refused, sallyport.Unresolved, sallyport.Silent} {
		if seen[o] < count {
			t.Errorf("only %d answers of %d cases were %s: the test does not reach what it is for", seen[o], count, o)
		}
	}
	if judged*200 > seen[sallyport.Unresolved] {
		t.Errorf("%d of %d open answers were left to the engine of single cases: completions should show nearly all to be open", judged, seen[sallyport.Unresolved])
	}
	t.Logf("%d cases, %d conditions: %v; %d answers were left to the engine of single cases", count, len(a.conditions), seen, judged)
}

// agree compares blocks on several cores until count cases are done.
func (a *agreement) agree(t *testing.T, count, cores int) (map[sallyport.Outcome]int, int) {
	var wait sync.WaitGroup
	var next, done atomic.Int64
	all := make([]*comparer, cores)
	for core := range all {
		p := a.comparer()
		all[core] = p
		wait.Go(func() {
			for !t.Failed() {
				seed := next.Add(1) - 1
				if seed*int64(len(p.cases)) >= int64(count) {
					return
				}
				if err := p.compare(uint64(seed)); err != nil {
					t.Error(err)
				}
				if n := done.Add(int64(len(p.cases))); n%250_000 == 0 {
					t.Logf("%d cases agree", n)
				}
			}
		})
	}
	wait.Wait()
	seen, judged := map[sallyport.Outcome]int{}, 0
	for _, p := range all {
		judged += p.answers.Judged
		for o, n := range p.seen {
			seen[o] += n
		}
	}
	return seen, judged
}

// FuzzAgree lets the fuzzer choose the cases.
func FuzzAgree(f *testing.F) {
	p := newAgreement(f).comparer()
	p.cases = p.cases[:70]
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		if err := p.compare(seed); err != nil {
			t.Fatal(err)
		}
	})
}
