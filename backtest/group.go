package backtest

import (
	"sync"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/tree"
)

// group is the rows of one key and the law that they meet: the condition of each regime, over one dictionary, so that the
// facts of a row are encoded once for all regimes and what several ask is asked once.
type group struct {
	number     int
	conditions []batch.Condition // those that differ
	of         []int             // of each regime: which condition
	dictionary *batch.Dictionary
	program    *batch.Program
	reads      reads

	mu      sync.Mutex
	answers map[asking]*law.Demand // of the conditions, with an open question answered
}

// asking is an open question of one of the group's conditions, and an answer to it.
type asking struct {
	condition int
	question  string
	yes       bool
}

// newGroup reads the law that meets the case under each regime.
func newGroup(regimes []*Regime, c *sallyport.Case) (*group, error) {
	g := &group{answers: map[asking]*law.Demand{}}
	type source struct {
		programme *law.Version
		federal   bool
	}
	day := tree.DayIn(c.At.UnixMicro(), tree.Zone(c.Agency, c.At.Location()))
	seen := map[source]int{}
	for _, r := range regimes {
		s := source{r.book.Programme(r.program, day), r.federal}
		n, ok := seen[s]
		if !ok {
			n = len(g.conditions)
			seen[s] = n
			for _, text := range r.consulted(c) {
				g.reads.readText(text)
			}
			g.conditions = append(g.conditions, batch.Condition{
				Name: r.Name, Holds: r.condition(c), Judge: func(c *sallyport.Case) sallyport.Outcome { return r.Decide(c).Outcome },
			})
		}
		g.of = append(g.of, n)
	}
	for _, condition := range g.conditions {
		g.reads.read(condition.Holds, tree.Convictions)
	}
	g.dictionary = batch.NewDictionary(g.conditions)
	var err error
	g.program, err = g.dictionary.Compile(g.conditions)
	return g, err
}

// answered is the condition of a regime with an open question answered, ready to be asked.
func (g *group) answered(regime int, question string, yes bool) *law.Demand {
	a := asking{g.of[regime], question, yes}
	g.mu.Lock()
	defer g.mu.Unlock()
	d := g.answers[a]
	if d == nil {
		d = law.NewDemand(tree.Answered(g.conditions[a.condition].Holds, question, yes))
		g.answers[a] = d
	}
	return d
}
