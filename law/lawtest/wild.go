package lawtest

import (
	"math/rand/v2"

	"sallyport"
)

// Wild fills c, whose memory is used again, with a case that may have up to ten convictions and as many charges, lists
// that were never seen and, in most cases, many unknown facts. Days lie around every whole year before the case's moment.
func Wild(r *rand.Rand, c *sallyport.Case) {
	c.ID, c.Agency, c.At, c.Program = "wild", Agencies[r.IntN(len(Agencies))], moment(r), ""
	fillFacts(r, c)
	for _, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		list.Known = r.IntN(12) > 0
		list.List = list.List[:0]
		if list.Known {
			fillOffences(r, c, list, min(r.IntN(11), r.IntN(11)))
		}
	}
	if chance := r.IntN(4); chance > 0 {
		Forget(r, c, []float64{0, 0.02, 0.05, 0.25}[chance])
	}
}

func fillOffences(r *rand.Rand, c *sallyport.Case, list *sallyport.Offences, n int) {
	for range n {
		var o sallyport.Offence
		for j := range o {
			o[j] = wildValue(r, &sallyport.OffenceFacts[j], c)
		}
		list.List = append(list.List, o)
	}
}

func wildValue(r *rand.Rand, f *sallyport.Fact, c *sallyport.Case) sallyport.Value {
	if f.Kind == sallyport.Date && !(f.None && r.IntN(4) == 0) {
		return sallyport.DateValue(c.At.AddDate(-r.IntN(20), 0, r.IntN(7)-3))
	}
	return value(r, f, c.At)
}
