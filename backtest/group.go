package backtest

import (
	"sync"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/tree"
)

// group is the rows of one key and the law that they meet.
type group struct {
	*plan
	number int
	reads  reads

	mu      sync.Mutex
	answers map[asking]*law.Demand // of the conditions, with an open question answered
}

// asking is an open question of one of the group's conditions, and an answer to it.
type asking struct {
	condition int
	question  string
	yes       bool
}

// newGroup reads the law that meets the case under each regime. planned finds the plan of the conditions.
func newGroup(regimes []*Regime, c *sallyport.Case, planned func([]batch.Condition, []int) (*plan, error)) (*group, error) {
	g := &group{answers: map[asking]*law.Demand{}}
	var conditions []batch.Condition
	var of []int
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
			n = len(conditions)
			seen[s] = n
			for _, text := range r.consulted(c) {
				g.reads.readText(text)
			}
			conditions = append(conditions, batch.Condition{
				Name: r.Name, Holds: r.condition(c), Judge: func(c *sallyport.Case) sallyport.Outcome { return r.Decide(c).Outcome },
			})
		}
		of = append(of, n)
	}
	for _, condition := range conditions {
		g.reads.read(condition.Holds, tree.Convictions)
	}
	var err error
	g.plan, err = planned(conditions, of)
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
