package record

import "encoding/binary"

// header2011 reads what stands before the views in ISO/IEC 19794-2:2011 and returns the number of views.
func (r *reader) header2011(record *Record) (views int) {
	at := r.at
	views = r.number(2, "number of views")
	flag := r.u8("certification flag")
	if views > MaxViews {
		r.report(at, "number of views", "reads that many", "is %d, at most %d are read", views, MaxViews)
		views = MaxViews
	}
	if flag > 1 {
		r.report(at+2, "certification flag", "takes it as 1", "is %d, must be 0 or 1", flag)
	}
	record.Certified = flag != 0
	return views
}

// view2011 reads one view of ISO/IEC 19794-2:2011; whole is false where the data end within its head.
func (r *reader) view2011(record *Record, v *View) (whole bool) {
	start := r.at
	length := r.number(4, "view length")
	r.captured(v)
	r.device2011(v)
	for range int(r.u8("number of qualities")) {
		at := r.at
		q := r.algorithm()
		if r.stopped() {
			return false
		}
		v.Qualities = append(v.Qualities, r.quality(q, at))
	}
	if record.Certified {
		r.certificates(v)
	}
	count, size := r.head2011(v)
	if r.stopped() {
		return false
	}
	r.minutiae(v, count, size)
	r.extended(v)
	r.viewLength(start, length)
	return true
}

// viewLength compares what a view says of its length with what it takes. Where it says more, and the next view begins
// where it says, the bytes between are dropped.
func (r *reader) viewLength(start, length int) {
	if r.stopped() || start+length == r.at {
		return
	}
	end := start + length
	follows := end == len(r.data) || end > r.at && end+4 <= len(r.data) && end+int(binary.BigEndian.Uint32(r.data[end:])) <= len(r.data)
	r.report(start, "view length", "takes the view as it is", "says %d bytes and the view takes %d", length, r.at-start)
	if r.lenient && end > r.at && follows {
		r.at = end
	}
}

func (r *reader) captured(v *View) {
	at := r.at
	const field = "capture time"
	v.Captured = Captured{r.u16(field), r.u8(field), r.u8(field), r.u8(field), r.u8(field), r.u8(field), r.u16(field)}
	if !r.stopped() && !v.Captured.known() {
		c := v.Captured
		r.report(at, field, "takes it as unknown", "%d-%d-%d %d:%d:%d.%d is no time", c.Year, c.Month, c.Day, c.Hour, c.Minute, c.Second, c.Millisecond)
		v.Captured = notCaptured
	}
}

const maxTechnology = 20 // glass fibre

func (r *reader) device2011(v *View) {
	const field = "capture device"
	v.Device = Device{Technology: r.u8(field), Vendor: r.u16(field), ID: r.u16(field)}
	if v.Device.Technology > maxTechnology {
		r.report(r.at-5, field, "takes it as unknown (0)", "its technology is %d, must be 0 to %d", v.Device.Technology, maxTechnology)
		v.Device.Technology = 0
	}
}

func (r *reader) certificates(v *View) {
	const field = "certificate"
	for range int(r.u8("number of certificates")) {
		c := Certificate{r.u16(field), r.u8(field)}
		if r.stopped() {
			return
		}
		if c.Scheme < 1 || c.Scheme > 3 {
			r.report(r.at-1, field, "drops it", "its scheme is %d, must be 1 to 3", c.Scheme)
			continue
		}
		v.Certificates = append(v.Certificates, c)
	}
}

// head2011 reads the rest of a view's head and returns the number of minutiae and the bytes of each.
func (r *reader) head2011(v *View) (count, size int) {
	start := r.at
	v.Finger, v.Number = r.u8("finger position"), r.u8("view number")
	r.resolution(v)
	v.Impression = r.u8("impression")
	at := r.at
	v.Width, v.Height = int(r.u16("image width")), int(r.u16("image height"))
	r.checkSize(v, at)
	flags := r.u8("minutia size and ending type")
	count = int(r.u8("number of minutiae"))
	r.head(v, start, start+6)
	if r.stopped() {
		return 0, 0
	}
	size, v.RidgeEnds, v.NoQuality = int(flags>>4), flags&15 == 1, flags>>4 == 5
	if size != 5 && size != 6 {
		r.report(at+4, "minutia size", "takes it as 6", "is %d bytes, must be 5 or 6", size)
		size = 6
	}
	if flags&15 > 1 {
		r.report(at+4, "ending type", "takes it as 0", "is %d, must be 0 or 1", flags&15)
	}
	return count, size
}
