package record

import (
	"fmt"
	"slices"
)

// version020 is the version in the example of ANSI INCITS 378-2004, and in records made after it.
const version020 = "020\x00"

const perCentimetre = 197 // how records write 500 pixels an inch

// exampleShort is how many bytes short the length in the standard's own example is; 0 where it is right. The example of
// 2004 states the length that it has in ISO's format, whose header is two bytes smaller, that of 2009 the draft's.
func (f Format) exampleShort() int {
	switch f {
	case ANSI2004:
		return 2
	case ANSI2009:
		return 1
	}
	return 0
}

// record reads everything after the version.
func (r *reader) record() *Record {
	record := &Record{Format: r.format}
	r.length(record)
	var shared View
	count := 0
	if r.format == ISO2011 {
		count = r.header2011(record)
	} else {
		count = r.header(record, &shared)
	}
	r.views(record, shared, count)
	if !r.stopped() && r.at != r.end {
		r.report(r.at, "record", "drops them", "%d bytes are left after the last view", r.end-r.at)
	}
	if !r.stopped() && len(record.Views) == 0 {
		r.report(r.at, "views", "refuses it as well", "the record holds none")
	}
	if r.lenient {
		r.settle(record)
	}
	return record
}

// length reads the length of the record.
func (r *reader) length(record *Record) {
	const field = "record length"
	at, length := r.at, 0
	if r.format == ANSI2004 {
		if length = r.number(2, field); length == 0 {
			length = r.number(4, field)
			if !r.stopped() && length <= 0xFFFF {
				r.report(at, field, "reads it all the same", "takes six bytes where two would do")
			}
		}
	} else {
		length = r.number(4, field)
	}
	record.ZeroVersion = string(r.data[4:8]) == version020
	short := r.format.exampleShort()
	record.Example = short > 0 && length == len(r.data)-short && record.ZeroVersion == (r.format == ANSI2004)
	r.example = record.Example && r.format == ANSI2004
	if !r.stopped() && length != len(r.data) && !record.Example {
		r.report(at, field, "takes the data as they are", "says %d bytes and there are %d", length, len(r.data))
	}
}

// header reads what stands before the views in all formats but ISO/IEC 19794-2:2011, and returns the number of views.
func (r *reader) header(record *Record, shared *View) (views int) {
	if !r.rules.iso {
		record.Product = Product{r.u16("product owner"), r.u16("product type")}
	}
	r.device(&shared.Device)
	if !r.rules.wide {
		r.size(shared)
	}
	views = int(r.u8("number of views"))
	r.reserved("reserved byte")
	return views
}

// device reads the capture device, whose certification shares two bytes with its number in the formats to 2007.
func (r *reader) device(d *Device) {
	const field = "capture device"
	at := r.at
	if r.rules.deviceBits == 16 {
		d.Certification = r.u8(field)
		d.ID = r.u16(field)
	} else {
		raw := r.u16(field)
		d.Certification, d.ID = uint8(raw>>12<<4), raw&0xFFF
	}
	if d.Certification&0x7F != 0 && !r.stopped() {
		r.report(at, field, "clears them", "its certification is %#02x: all bits but the highest are reserved", d.Certification)
		d.Certification &= 0x80
	}
}

// size reads the size of the image and its resolution. ISO/IEC 19794-2:2011 has them in another order.
func (r *reader) size(v *View) {
	at := r.at
	v.Width, v.Height = int(r.u16("image width")), int(r.u16("image height"))
	r.checkSize(v, at)
	r.resolution(v)
}

func (r *reader) checkSize(v *View, at int) {
	if (v.Width == 0 || v.Height == 0) && !r.stopped() {
		r.report(at, "image size", "takes it as just large enough for the minutiae", "is %d × %d pixels", v.Width, v.Height)
		v.Width, v.Height = max(v.Width, 1), max(v.Height, 1)
	}
}

func (r *reader) resolution(v *View) {
	at := r.at
	v.XDensity, v.YDensity = int(r.u16("resolution")), int(r.u16("resolution"))
	if (v.XDensity == 0 || v.YDensity == 0) && !r.stopped() {
		r.report(at, "resolution", "takes it as 197, which is 500 an inch", "is %d × %d pixels a centimetre", v.XDensity, v.YDensity)
		v.XDensity, v.YDensity = perCentimetre, perCentimetre
	}
}

// settle brings into line what a lenient reading changed in one view and what depends on it: in the formats of 2004 and
// 2005 all views have one size, and zones have the size of the image.
func (r *reader) settle(record *Record) {
	var width, height int
	for _, v := range record.Views {
		width, height = max(width, v.Width), max(height, v.Height)
	}
	for n := range record.Views {
		v := &record.Views[n]
		if !r.rules.wide {
			v.Width, v.Height = width, height
		}
		v.Extended = slices.DeleteFunc(v.Extended, func(b Block) bool {
			if b.Zones == nil || b.Zones.fit(v.Width, v.Height) {
				return false
			}
			r.report(len(r.data), fmt.Sprintf("view %d zones", n+1), "drops them", "do not fit the size of the image")
			return true
		})
		v.BareLengths = v.BareLengths && v.bare()
	}
}
