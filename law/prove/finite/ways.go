package finite

import (
	"fmt"
	"maps"
	"slices"

	"sallyport"
)

// way is how an offence's readings come out so far, and the dates that make it so.
type way struct {
	bits   string
	values map[int]sallyport.Value
}

// ways tries out the dates of one offence, fact by fact, keeping the first of those that come out alike.
func (c *calendar) ways(list int, values map[fact]sallyport.Value) map[string]map[int]sallyport.Value {
	all := []way{{values: map[int]sallyport.Value{}}}
	for _, f := range c.datesOf(list) {
		var longer []way
		seen := map[string]bool{}
		for _, w := range all {
			for _, v := range c.candidates(f, w.with(list, values)) {
				next := c.longer(w, f, v, values)
				if key := c.distinguishing(next, list); !seen[key] {
					seen[key] = true
					longer = append(longer, next)
				}
			}
		}
		all = longer
	}
	out := map[string]map[int]sallyport.Value{}
	for _, w := range all {
		if _, ok := out[w.bits]; !ok {
			out[w.bits] = w.values
		}
	}
	return out
}

func (c *calendar) datesOf(list int) []fact {
	return slices.DeleteFunc(c.factsOf(list), func(f fact) bool { return !c.isDated(f) })
}

// with adds what is chosen of an offence to what is chosen of the case.
func (w way) with(list int, values map[fact]sallyport.Value) map[fact]sallyport.Value {
	all := maps.Clone(values)
	for id, v := range w.values {
		all[fact{list, id}] = v
	}
	return all
}

// longer gives one more date of the offence its value and reads what can be read by then.
func (c *calendar) longer(w way, f fact, v sallyport.Value, values map[fact]sallyport.Value) way {
	next := way{bits: w.bits, values: maps.Clone(w.values)}
	next.values[f.id] = v
	all := next.with(f.list, values)
	for _, n := range c.readings[f.list] {
		if c.readable(n, f, all) && c.holds(n, all) {
			next.bits += fmt.Sprint(n, ",")
		}
	}
	return next
}

// readable says whether f is the last of the reading's facts to be chosen.
func (c *calendar) readable(n int, f fact, values map[fact]sallyport.Value) bool {
	facts := c.survey.readings[n].facts
	return slices.Contains(facts, f) && !slices.ContainsFunc(facts, func(other fact) bool {
		_, ok := values[other]
		return !ok
	})
}

// distinguishing is what tells one way from another: how it comes out, and the dates themselves where the offence's own
// dates are compared with each other.
func (c *calendar) distinguishing(w way, list int) string {
	for _, n := range c.readings[list] {
		if facts := c.survey.readings[n].facts; len(facts) == 2 && facts[0].list == list && facts[1].list == list {
			return fmt.Sprint(w.bits, w.values)
		}
	}
	return w.bits
}
