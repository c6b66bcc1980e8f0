package record

import (
	"fmt"
	"slices"
	"strings"
)

// Loss is something that the format converted to cannot hold.
type Loss struct {
	What  string
	Count int // how often
}

func (l Loss) String() string { return fmt.Sprintf("%s (%d ×)", l.What, l.Count) }

// Codes of the IBIA registry for what is not known, where a format demands an entry.
const (
	unknownVendor    = 0x0103
	unknownAlgorithm = 0x0001
)

// Convert returns a copy of the record in another format and what is lost by it. Where the format cannot hold the record
// at all, as 256 minutiae of a finger or views of two sizes in the formats of 2004 and 2005, there is an error.
func (r *Record) Convert(to Format) (*Record, []Loss, error) {
	if to.String() == "" {
		return nil, nil, fmt.Errorf("record: format %d is not known", to)
	}
	c := &conversion{from: r.Format.rules(), to: to, rules: to.rules()}
	out := &Record{Format: to, Product: r.Product, Certified: r.Certified && to == ISO2011}
	c.product(r, out)
	out.ZeroVersion = r.ZeroVersion && r.Format == to && to == ANSI2004
	out.Example = r.Example && r.Format == to && to.exampleShort() > 0
	c.example = out.Example && to == ANSI2004
	for n := range r.Views {
		c.where = fmt.Sprintf("view %d", n+1)
		out.Views = append(out.Views, c.view(r, &r.Views[n], out))
	}
	c.shared(out)
	switch {
	case c.err != nil:
	case len(out.Views) == 0:
		c.fail("views", "there is none")
	case len(out.Views) > MaxViews:
		c.fail("views", fmt.Sprintf("%d are more than %d", len(out.Views), MaxViews))
	}
	if c.err != nil {
		return nil, nil, c.err
	}
	return out, c.lost, nil
}

// conversion is a conversion under way.
type conversion struct {
	from, rules *rules
	to          Format
	example     bool
	where       string
	rounded     string // what is said of an angle that was
	lost        []Loss
	err         error
}

func (c *conversion) lose(what string) {
	n := slices.IndexFunc(c.lost, func(l Loss) bool { return l.What == what })
	if n < 0 {
		n = len(c.lost)
		c.lost = append(c.lost, Loss{What: what})
	}
	c.lost[n].Count++
}

// fail ends the conversion: the format cannot hold the record.
func (c *conversion) fail(field, problem string) {
	if c.err == nil {
		c.err = fmt.Errorf("%s %s: %s, which %s cannot hold; split the record or write another format", c.where, field, problem, c.rules.title)
	}
}

// number holds a number to a size in bits.
func (c *conversion) number(value, bits int, field string) {
	if value < 0 || value >= 1<<bits {
		c.fail(field, fmt.Sprintf("is %d", value))
	}
}

func (c *conversion) product(r, out *Record) {
	switch {
	case c.rules.iso && r.Product != Product{} && r.Product != Product{Owner: unknownVendor}:
		c.lose("product identifier")
		fallthrough
	case c.rules.iso:
		out.Product = Product{}
	case out.Product == Product{} && c.from != c.rules:
		out.Product.Owner = unknownVendor
	}
}

// shared holds the views to one device in ANSI formats and ISO/IEC 19794-2:2005, and to one size in the narrow ones.
func (c *conversion) shared(out *Record) {
	c.where = "record"
	for n := range out.Views {
		v, first := &out.Views[n], &out.Views[0]
		if c.to != ISO2011 && c.to != Type9 && v.Device != first.Device {
			c.lose("capture device of a view other than the first")
			v.Device = first.Device
		}
		if !c.rules.wide && (v.Width != first.Width || v.Height != first.Height || v.XDensity != first.XDensity || v.YDensity != first.YDensity) {
			c.fail("image size", "the views have images of different sizes or resolutions")
		}
	}
}

// angle rounds to the units of the format.
func (c *conversion) angle(a Angle) Angle {
	steps := c.rules.steps
	if c.example {
		steps = 256
	}
	rounded := AngleOf(a.Steps(steps), steps)
	if rounded != a {
		if c.rounded == "" {
			c.rounded = fmt.Sprintf("%s to units of %v degrees", rounding, 360/float64(steps))
		}
		c.lose(c.rounded)
	}
	return rounded
}

// isRounding says whether a loss is that of rounding an angle.
func isRounding(l Loss) bool { return strings.HasPrefix(l.What, rounding) }

const rounding = "angle rounded"
