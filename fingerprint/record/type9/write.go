package type9

import (
	"fmt"
	"strconv"

	"sallyport/fingerprint/record"
	"sallyport/itl"
)

// CBEFF format owner and types of the minutiae of INCITS 378 (IBIA registry): with and without extended data.
const (
	ownerINCITS  = "27"
	typePlain    = "513"
	typeExtended = "514"
)

// Records returns a Type-9 record with the INCITS block for each view; the first has that IDC, the others the next ones.
// The record must be in format Type9: see record.Record.Convert.
func Records(r *record.Record, idc int) ([]itl.Record, error) {
	if r.Format != record.Type9 {
		return nil, fmt.Errorf("type9: the record is in format %s; convert it first", r.Format)
	}
	var list []itl.Record
	for n := range r.Views {
		if idc+n > 99 {
			return nil, fmt.Errorf("type9: view %d would have IDC %d; at most 99 is possible", n+1, idc+n)
		}
		out := itl.NewRecord(9, idc+n)
		v := &r.Views[n]
		out.SetText(3, strconv.Itoa(int(v.Impression)))
		out.SetText(4, "U")
		head(&out, r, v)
		minutiae(&out, v)
		list = append(list, out)
	}
	return list, nil
}

func head(out *itl.Record, r *record.Record, v *record.View) {
	kind, certified := typePlain, "NONE"
	if len(v.Extended) > 0 {
		kind = typeExtended
	}
	if v.Device.Certification&0x80 != 0 {
		certified = "APPF"
	}
	product := uint64(r.Product.Owner)<<16 | uint64(r.Product.Type)
	out.Set(fieldCBEFF, []string{ownerINCITS, kind, strconv.FormatUint(product, 10)})
	out.Set(fieldEquipment, []string{certified, strconv.Itoa(int(v.Device.ID))})
	for field, value := range map[int]int{
		fieldWidth: v.Width, fieldHeight: v.Height, fieldUnits: 2, fieldXScale: v.XDensity, fieldYScale: v.YDensity,
		fieldViewNumber: int(v.Number), fieldCount: len(v.Minutiae),
	} {
		out.SetText(field, strconv.Itoa(value))
	}
	out.SetText(fieldFinger, fmt.Sprintf("%02d", v.Finger))
	var qualities [][]string
	for _, q := range v.Qualities {
		qualities = append(qualities, []string{strconv.Itoa(int(q.Score)), fmt.Sprintf("%04X", q.Vendor), strconv.Itoa(int(q.Algorithm))})
	}
	if len(qualities) > 0 {
		out.Set(fieldQuality, qualities...)
	}
}

func minutiae(out *itl.Record, v *record.View) {
	var list [][]string
	for n, m := range v.Minutiae {
		list = append(list, []string{fmt.Sprintf("%03d", n+1), strconv.Itoa(m.X), strconv.Itoa(m.Y),
			strconv.Itoa(m.Angle.Steps(halfTurn)), strconv.Itoa(int(m.Kind)), strconv.Itoa(int(m.Quality))})
	}
	if len(list) > 0 {
		out.Set(fieldMinutiae, list...)
	}
	for _, b := range v.Extended {
		switch {
		case b.Counts != nil:
			ridgeCounts(out, b.Counts)
		case b.Points != nil:
			points(out, b.Points)
		}
	}
}

func ridgeCounts(out *itl.Record, counts *record.RidgeCounts) {
	list := [][]string{{strconv.Itoa(int(counts.Method)), "0", "0"}}
	for _, c := range counts.Counts {
		list = append(list, []string{fmt.Sprintf("%03d", c.From), fmt.Sprintf("%03d", c.To), fmt.Sprintf("%02d", c.Count)})
	}
	out.Set(fieldRidges, list...)
}

// points writes cores and deltas, each with its first angle, and the other angles of deltas where all have three.
func points(out *itl.Record, p *record.CoresDeltas) {
	if list := pointList(p.Cores); len(list) > 0 {
		out.Set(fieldCores, list...)
	}
	list := pointList(p.Deltas)
	if len(list) == 0 {
		return
	}
	out.Set(fieldDeltas, list...)
	var more [][]string
	for _, d := range p.Deltas {
		if len(d.Angles) == 3 {
			more = append(more, []string{strconv.Itoa(d.Angles[1].Steps(halfTurn)), strconv.Itoa(d.Angles[2].Steps(halfTurn))})
		}
	}
	if len(more) == len(p.Deltas) {
		out.Set(fieldMoreAngles, more...)
	}
}

func pointList(points []record.Point) (list [][]string) {
	for _, p := range points {
		items := []string{strconv.Itoa(p.X), strconv.Itoa(p.Y)}
		if len(p.Angles) > 0 {
			items = append(items, strconv.Itoa(p.Angles[0].Steps(halfTurn)))
		}
		list = append(list, items)
	}
	return list
}
