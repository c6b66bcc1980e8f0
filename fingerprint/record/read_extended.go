package record

import "encoding/binary"

const blockHead = 4 // bytes of type and length before the data of a block

// extended reads the extended data at the end of a view.
func (r *reader) extended(v *View) {
	const field = "extended data length"
	at := r.at
	size := int(r.u16(field))
	if r.stopped() {
		return
	}
	end := r.at + size
	if end > r.end {
		r.report(at, field, "takes those there are", "says %d bytes and %d are left", size, r.end-r.at)
		end = r.end
	}
	section := r.data[r.at:end]
	v.BareLengths = r.format == ISO2005 && !addUp(section, 0) && addUp(section, blockHead)
	for n := 0; r.at < end && r.failed == nil; n++ {
		if n == MaxBlocks {
			r.report(r.at, "extended data", "drops the others", "more than %d blocks", MaxBlocks)
			r.at = end
			return
		}
		r.block(v, end)
	}
}

// addUp says whether the lengths of blocks, each with so many bytes added, make up the section.
func addUp(section []byte, added int) bool {
	for len(section) >= blockHead {
		size := int(binary.BigEndian.Uint16(section[2:])) + added
		if size < blockHead || size > len(section) {
			return false
		}
		section = section[size:]
	}
	return len(section) == 0
}

// block reads one block of the extended data that end there.
func (r *reader) block(v *View, end int) {
	at := r.at
	if end-at < blockHead {
		r.report(at, "extended data", "drops them", "%d bytes are left in it, too few for a block", end-at)
		r.at = end
		return
	}
	b := Block{Type: r.u16("block type")}
	size := int(r.u16("block length"))
	if v.BareLengths {
		size += blockHead
	}
	if size < blockHead || size > end-at {
		r.report(at+2, "block length", "takes those there are", "says %d bytes and %d are left", size, end-at)
		size = end - at
	}
	if own := r.pointsSize(r.data[r.at:r.end]); b.Type == blockCoresDeltas && at+size == end && r.at+own == r.end && r.at+own > end {
		r.report(at+2, "block length", "takes them", "says %d bytes, its cores and deltas take %d and these are there", size, own+blockHead)
		size = own + blockHead
	}
	if r.failed == nil && r.contents(v, &b, at+size) {
		v.Extended = append(v.Extended, b)
	}
}

// contents reads the contents of a block, which end there; keep is false where they make no sense at all.
func (r *reader) contents(v *View, b *Block, end int) (keep bool) {
	outer := r.end
	r.end = end
	keep = true
	switch {
	case b.Type == blockRidgeCounts:
		b.Counts = r.ridgeCounts(v)
	case b.Type == blockCoresDeltas:
		b.Points = &CoresDeltas{}
		b.Points.Cores, b.Points.EmptyCores = r.points(v, "core", 1)
		b.Points.Deltas, b.Points.EmptyDeltas = r.points(v, "delta", 3)
	case b.Type == blockZones && r.rules.iso:
		b.Zones, keep = r.zones(v)
	default:
		b.Data = append([]byte{}, r.data[r.at:end]...)
		r.at = end
	}
	if !r.stopped() && r.at < end {
		r.report(r.at, "extended data", "drops them", "%d bytes are left over in a block of type %d", end-r.at, b.Type)
	}
	r.cut = false // the block ended early, not the record
	r.at, r.end = end, outer
	return keep
}

func (r *reader) ridgeCounts(v *View) *RidgeCounts {
	list := &RidgeCounts{Method: r.u8("ridge count method")}
	if list.Method > 2 {
		r.report(r.at-1, "ridge count method", "takes it as 0", "is %d, must be 0 to 2", list.Method)
		list.Method = 0
	}
	list.Counts = make([]RidgeCount, 0, (r.end-r.at)/3)
	for !r.stopped() && r.end-r.at >= 3 {
		at := r.at
		c := RidgeCount{uint16(r.u8("ridge count")), uint16(r.u8("ridge count")), r.u8("ridge count")}
		if worst := max(c.From, c.To); !r.example && (int(c.From) > len(v.Minutiae) || int(c.To) > len(v.Minutiae) && !c.none()) {
			r.report(at, "ridge count", "drops it", "names minutia %d of %d", worst, len(v.Minutiae))
			continue
		}
		list.Counts = append(list.Counts, c)
	}
	if r.example && r.at < r.end {
		list.Rest = append(list.Rest, r.data[r.at:r.end]...)
		r.at = r.end
	}
	return list
}

// points reads the cores or the deltas. ANSI says once whether all have angles, ISO with each.
func (r *reader) points(v *View, what string, angles int) (list []Point, empty bool) {
	head := r.u8("number of " + what + "s")
	reserved := uint8(0xF0)
	if !r.rules.iso {
		reserved = 0xB0
	}
	if head&reserved != 0 {
		r.report(r.at-1, "number of "+what+"s", "clears them", "is %#02x: reserved bits are set", head)
	}
	all := !r.rules.iso && head&0x40 != 0
	for range head & 15 {
		p, top, at := Point{}, uint8(0), r.at
		var topY uint8
		p.X, top = r.coordinate(what)
		p.Y, topY = r.coordinate(what)
		if all || r.rules.iso && top&1 != 0 {
			for range angles {
				p.Angles = append(p.Angles, r.angle(what+" angle"))
			}
		}
		if r.stopped() {
			break
		}
		if top>>1 != 0 || topY != 0 || top != 0 && !r.rules.iso {
			r.report(at, what, "clears them", "the bits above its position are reserved and set")
		}
		r.inside(v, p.X, p.Y, at)
		list = append(list, p)
	}
	return list, all && len(list) == 0
}

// pointsSize is how many bytes cores and deltas take by what they say themselves; more than data has where it cannot be told.
func (r *reader) pointsSize(data []byte) int {
	at := 0
	for _, angles := range []int{1, 3} {
		if at >= len(data) {
			return len(data) + 1
		}
		head := data[at]
		at++
		for range head & 15 {
			if at >= len(data) {
				return len(data) + 1
			}
			if !r.rules.iso && head&0x40 != 0 || r.rules.iso && data[at]&0x40 != 0 {
				at += angles
			}
			at += 4
		}
	}
	return at
}

func (r *reader) zones(v *View) (z *Zones, keep bool) {
	const field = "zones"
	at := r.at
	z = &Zones{}
	if r.format == ISO2011 {
		z.Vendor, z.Algorithm = r.u16(field), r.u16(field)
	}
	z.CellWidth, z.CellHeight, z.Bits = r.u8(field), r.u8(field), r.u8(field)
	if r.stopped() {
		return nil, false
	}
	z.Packed = append([]byte{}, r.data[r.at:r.end]...)
	if r.at = r.end; !z.fit(v.Width, v.Height) {
		r.report(at, field, "drops them", "%d bytes for cells of %d × %d pixels with %d bits do not fit an image of %d × %d",
			len(z.Packed), z.CellWidth, z.CellHeight, z.Bits, v.Width, v.Height)
		return nil, false
	}
	return z, true
}
