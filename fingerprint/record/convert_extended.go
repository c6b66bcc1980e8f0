package record

import (
	"fmt"
	"slices"
)

// blocks converts the extended data of a view.
func (c *conversion) blocks(v, w *View) {
	w.Extended = nil
	for _, b := range v.Extended {
		switch {
		case b.Counts != nil && b.Type == blockRidgeCounts:
			b.Counts = c.ridgeCounts(b.Counts, len(w.Minutiae))
		case b.Points != nil && b.Type == blockCoresDeltas:
			b.Points = c.points(b.Points)
		case b.Zones != nil && b.Type == blockZones && c.rules.iso:
			b.Zones = c.zones(b.Zones)
		case b.Counts != nil, b.Points != nil, b.Zones != nil, c.to == Type9, b.Type == 1, b.Type == 2, b.Type == 3 && c.rules.iso:
			c.lose(fmt.Sprintf("extended data of type %d", b.Type))
			continue
		default:
			b.Data = append([]byte{}, b.Data...)
		}
		w.Extended = append(w.Extended, b)
	}
	if c.to != Type9 && (len(w.Extended) > MaxBlocks || sizeOf(w.Extended, c.to) > 0xFFFF) {
		c.fail("extended data", fmt.Sprintf("take more than 65535 bytes or %d blocks", MaxBlocks))
	}
}

// ridgeCounts keeps the counts between minutiae that are there, and writes "no neighbour" as the format does.
func (c *conversion) ridgeCounts(list *RidgeCounts, minutiae int) *RidgeCounts {
	out := &RidgeCounts{Method: list.Method}
	for _, r := range list.Counts {
		none := r.none()
		if c.from != c.rules && none {
			r.To, r.Count = c.noNeighbour()
		}
		if !c.example && (int(r.From) > minutiae || int(r.To) > minutiae && !none) {
			c.lose("ridge count of a minutia that is not there")
			continue
		}
		out.Counts = append(out.Counts, r)
	}
	switch {
	case c.example:
		out.Rest = slices.Clone(list.Rest)
	case len(list.Rest) > 0:
		c.lose("bytes after the ridge counts")
	}
	return out
}

func (c *conversion) noNeighbour() (to uint16, count uint8) {
	switch c.to {
	case ISO2011:
		return 255, 255
	case Type9:
		return 255, 15
	}
	return 0, 0
}

func (c *conversion) points(p *CoresDeltas) *CoresDeltas {
	out := &CoresDeltas{Cores: c.list(p.Cores, "core", 1), Deltas: c.list(p.Deltas, "delta", 3)}
	out.EmptyCores = p.EmptyCores && !c.rules.iso && len(out.Cores) == 0
	out.EmptyDeltas = p.EmptyDeltas && !c.rules.iso && len(out.Deltas) == 0
	return out
}

// list converts cores or deltas.
func (c *conversion) list(points []Point, what string, angles int) []Point {
	var out []Point
	bare := slices.ContainsFunc(points, func(p Point) bool { return len(p.Angles) == 0 })
	for _, p := range points {
		if len(out) == 15 && c.to != Type9 {
			c.lose(what + " beyond the 15th")
			continue
		}
		c.position(p.X, p.Y, "position of a "+what)
		p.Angles = c.pointAngles(p.Angles, what, angles, bare)
		out = append(out, p)
	}
	return out
}

// pointAngles converts the angles of a core or a delta. ANSI has angles for all of a kind or, where one is bare, for none;
// Type-9 demands one of each and has the other two of deltas as an option.
func (c *conversion) pointAngles(list []Angle, what string, angles int, bare bool) (out []Angle) {
	switch {
	case c.to == Type9 && len(list) == 0:
		c.lose("that a " + what + " has no angle: it is written as 0")
		return []Angle{0}
	case c.to == Type9 && len(list) == 1, len(list) == 0:
	case len(list) != angles:
		c.lose("angle of a " + what + ", since not all are known")
		return nil
	case bare && !c.rules.iso && c.to != Type9:
		c.lose("angle of a " + what + ", since not all have one")
		return nil
	}
	for _, a := range list {
		out = append(out, c.angle(a))
	}
	return out
}

func (c *conversion) zones(z *Zones) *Zones {
	out := *z
	out.Packed = slices.Clone(z.Packed)
	unknown := z.Vendor == 0 && z.Algorithm == 0 || z.Vendor == unknownVendor
	switch {
	case c.to == ISO2005:
		if !unknown {
			c.lose("quality algorithm of zones")
		}
		out.Vendor, out.Algorithm = 0, 0
	case unknown && c.from != c.rules:
		out.Vendor, out.Algorithm = unknownVendor, unknownAlgorithm
	}
	return &out
}
