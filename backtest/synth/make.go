package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// Make fills c, whose memory is used again, with the i-th request of the population of that seed: the same for the same
// numbers, whatever was made before.
func (p *Population) Make(seed, i uint64, c *sallyport.Case) {
	source := rand.NewPCG(seed, i)
	r := rand.New(source)
	n, _ := p.Agency.pick(r)
	c.ID = fmt.Sprintf("synthetic-%d-%d", seed, i)
	c.Agency, c.Program, c.Filled = p.Agency.values[n], "", nil
	days := int(p.Until.Sub(p.From.Time)/(24*time.Hour)) + 1
	c.At = p.From.Add(time.Duration(r.IntN(days))*24*time.Hour + time.Duration(8*3600+r.IntN(10*3600))*time.Second)
	clear(c.Facts[:])
	draw(r, p.facts, c.Facts[:])
	if p.Hours != (hours{}) {
		wait := time.Duration(p.Hours[0]+r.IntN(p.Hours[1]-p.Hours[0]+1)) * time.Hour
		c.Facts[tree.FactEligibleAt] = sallyport.TimeValue(c.At.Add(wait))
	}
	if p.Served {
		c.Facts[servedAt] = sallyport.TimeValue(c.At)
	}
	c.Convictions.Known, c.Charges.Known = false, false
	c.Convictions.List, c.Charges.List = c.Convictions.List[:0], c.Charges.List[:0]
	if len(p.Requests) > 0 {
		n, _ = p.asked.pick(r)
		draw(r, p.requests[n], c.Facts[:])
	}
	c.SettleObjects()
	if len(p.Records) > 0 {
		n, _ = p.shares.pick(r)
		p.record(r, n, c)
	}
}

func draw(r *rand.Rand, facts []fact, into []sallyport.Value) {
	for i := range facts {
		f := &facts[i]
		if n, ok := f.weights.pick(r); ok {
			into[f.at] = f.values[n]
		}
	}
}

var on, pending, servedAt = sallyport.OffenceFact("on"), sallyport.OffenceFact("pending"), sallyport.CaseFact("request.served_at")

// record draws the convictions and charges of a record of the n-th kind.
func (p *Population) record(r *rand.Rand, n int, c *sallyport.Case) {
	kind := &p.Records[n]
	if kind.Charges {
		c.Charges.Known = true
		var o sallyport.Offence
		o[pending] = sallyport.BoolValue(true)
		c.Charges.List = append(c.Charges.List, o)
	}
	if kind.Unseen {
		return
	}
	c.Convictions.Known = true
	for range kind.Count[0] + r.IntN(kind.Count[1]-kind.Count[0]+1) {
		var o sallyport.Offence
		draw(r, p.offences[n], o[:])
		age := kind.Age[0] + r.IntN(kind.Age[1]-kind.Age[0]+1)
		if kind.Age != [2]int{} {
			o[on] = sallyport.DateValue(c.At.AddDate(0, 0, -age))
		}
		c.Convictions.List = append(c.Convictions.List, o)
	}
}

// Paths are the facts that a request of the population may have, as a file of cases names them.
func (p *Population) Paths() []string {
	var all []string
	add := func(prefix string, facts []fact, table []sallyport.Fact) {
		for i := range facts {
			if path := prefix + table[facts[i].at].Path; !slices.Contains(all, path) {
				all = append(all, path)
			}
		}
	}
	add("", p.facts, sallyport.CaseFacts[:])
	for _, facts := range p.requests {
		add("", facts, sallyport.CaseFacts[:])
	}
	if p.Hours != (hours{}) {
		all = append(all, sallyport.CaseFacts[tree.FactEligibleAt].Path)
	}
	if p.Served {
		all = append(all, sallyport.CaseFacts[servedAt].Path)
	}
	for i, facts := range p.offences {
		add("convictions.", facts, sallyport.OffenceFacts[:])
		if p.Records[i].Age != [2]int{} {
			all = append(all, "convictions.on")
		}
		if p.Records[i].Charges {
			all = append(all, "charges.pending")
		}
	}
	if len(p.Records) > 0 {
		all = append(all, "convictions.grade")
	}
	slices.Sort(all)
	return slices.Compact(all)
}
