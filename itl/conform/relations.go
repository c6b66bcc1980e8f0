package conform

import (
	"fmt"
	"slices"

	"sallyport/itl"
)

// relations are checks of several fields of one record against each other.
var relations = map[int][]func(*checker, *itl.Record){
	9: {
		func(c *checker, r *itl.Record) { c.minutiae(r, 10, 12) },   // the standard's own format
		func(c *checker, r *itl.Record) { c.minutiae(r, 15, 23) },   // IAFIS
		func(c *checker, r *itl.Record) { c.minutiae(r, 136, 137) }, // INCITS 378, "M1"
	},
	10: {(*checker).marks},
	14: {(*checker).joint, (*checker).segments, (*checker).missingInSlap},
}

// minutiae compares a count of minutiae with their list.
func (c *checker) minutiae(r *itl.Record, count, list int) {
	stated, ok := r.Number(count)
	f, listed := r.Field(list)
	if !ok || !listed {
		return
	}
	n := 0
	if len(f.Value) > 0 {
		n = len(f.Items())
	}
	if n != stated {
		counter, _ := r.Field(count)
		c.add(itl.KindRelation, counter.Offset, count, fmt.Sprintf("%s says %d minutiae and %s lists %d", itl.Tag(9, count), stated, itl.Tag(9, list), n), "count them again")
	}
}

// marks: an image of a scar, mark or tattoo says where it is (10.040 SMT).
func (c *checker) marks(r *itl.Record) {
	kind, isMark := r.Text(3), slices.Contains([]string{"SCAR", "MARK", "TATTOO"}, r.Text(3))
	if _, says := r.Field(40); isMark && !says {
		c.add(itl.KindRelation, r.Offset, 40, fmt.Sprintf("IMT is %s and SMT is missing", kind), "add the mark's code and place")
	}
}

const jointOrTip = 19 // FGP: an entire joint image or a tip, which PPD and PPC describe

// joint: position 19 goes with PPD (14.014), and only it.
func (c *checker) joint(r *itl.Record) {
	position, _ := r.Number(13)
	_, described := r.Field(14)
	switch {
	case position == jointOrTip && !described:
		c.add(itl.KindRelation, r.Offset, 14, "FGP is 19 and PPD is missing", "say in PPD which finger it probably is")
	case position != jointOrTip && described:
		c.add(itl.KindRelation, r.Offset, 14, fmt.Sprintf("PPD describes a joint or a tip and FGP is %s", clip(r.Text(13))), "write 19 into FGP, or leave PPD out")
	}
}

// slapFingers are the fingers that a position of several shows; a single one shows itself.
var slapFingers = map[int][]int{13: {2, 3, 4, 5}, 14: {7, 8, 9, 10}, 15: {1, 6}, 11: {1}, 12: {6}}

func shows(position, finger int) bool {
	fingers, several := slapFingers[position]
	return position == 0 || position > 15 || position == finger || several && slices.Contains(fingers, finger)
}

// segments: each box of SEG (14.021) lies in the image and is of a finger that the image shows.
func (c *checker) segments(r *itl.Record) {
	f, ok := r.Field(21)
	width, _ := r.Number(6)
	height, _ := r.Number(7)
	position, single := r.Number(13)
	if !ok || len(f.Value) == 0 {
		return
	}
	for _, items := range f.Items() {
		var box [5]int
		for i := range min(len(items), len(box)) {
			box[i], _ = number(items[i])
		}
		finger, left, right, top, bottom := box[0], box[1], box[2], box[3], box[4]
		switch {
		case len(items) != len(box): // a finding of its own
		case left >= right || top >= bottom || right > width || bottom > height:
			c.add(itl.KindRelation, f.Offset, 21, fmt.Sprintf("the box of finger %d, %d to %d by %d to %d, does not lie in the image of %dx%d", finger, left, right, top, bottom, width, height), "measure the box again, from the upper left corner")
		case single && !shows(position, finger):
			c.add(itl.KindRelation, f.Offset, 21, fmt.Sprintf("finger %d is not among those of position %d", finger, position), "correct the finger or the position")
		}
	}
}

// missingInSlap: AMP (14.018) is about fingers that the image should show.
func (c *checker) missingInSlap(r *itl.Record) {
	f, ok := r.Field(18)
	position, single := r.Number(13)
	if !ok || !single {
		return
	}
	for _, items := range f.Items() {
		if finger, ok := number(items[0]); ok && !shows(position, finger) {
			c.add(itl.KindRelation, f.Offset, 18, fmt.Sprintf("finger %d is said to be missing from position %d, which does not show it", finger, position), "say of each record only what its image should show")
		}
	}
}
