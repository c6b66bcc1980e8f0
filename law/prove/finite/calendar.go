package finite

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sallyport"
)

// maxFrames bounds how many combinations of the case's dates are tried out.
const maxFrames = 20000

// calendar finds the frames of one component.
type calendar struct {
	*survey
	*links
	within   Days
	of       *component
	readings [3][]int // dated readings of the component: of convictions, of charges, of the case
	seen     map[string]bool
	tried    int
}

// fill tries out every combination of the case's dates, keeping the first of those that come out alike.
func (c *calendar) fill(values map[fact]sallyport.Value, left []fact) error {
	if len(left) == 0 {
		if c.tried++; c.tried > maxFrames {
			return fmt.Errorf("more than %d combinations of dates would have to be tried; compare fewer dates with one another", maxFrames)
		}
		c.keep(values)
		return nil
	}
	f := left[0]
	for _, v := range c.candidates(f, values) {
		values[f] = v
		if err := c.fill(values, left[1:]); err != nil {
			return err
		}
	}
	delete(values, f)
	return nil
}

// keep adds the frame unless one that comes out the same is there.
func (c *calendar) keep(values map[fact]sallyport.Value) {
	fr := frame{values: map[int]sallyport.Value{}, holds: map[int]bool{}}
	for f, v := range values {
		fr.values[f.id] = v
	}
	var key strings.Builder
	for _, n := range c.readings[2] {
		fr.holds[n] = c.holds(n, values)
		fmt.Fprint(&key, fr.holds[n], " ")
	}
	for _, list := range c.of.lists {
		fr.ways[list] = c.ways(list, values)
		fmt.Fprint(&key, slices.Sorted(maps.Keys(fr.ways[list])), " ")
	}
	if !c.seen[key.String()] {
		c.seen[key.String()] = true
		c.of.frames = append(c.of.frames, fr)
	}
}

func (c *calendar) holds(n int, values map[fact]sallyport.Value) bool {
	r := c.survey.readings[n]
	v, w := values[r.facts[0]], sallyport.Value{State: sallyport.Known}
	if len(r.facts) > 1 {
		w = values[r.facts[1]]
	}
	return r.atom.Holds(v, w, c.within.Zone)
}
