package record

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

// put returns an edit that writes bytes at an offset; from the end where it is negative.
func put(at int, values ...byte) func([]byte) []byte {
	return func(b []byte) []byte {
		if at < 0 {
			copy(b[len(b)+at:], values)
		} else {
			copy(b[at:], values)
		}
		return b
	}
}

func cut(n int) func([]byte) []byte {
	return func(b []byte) []byte { return relength(b[:len(b)-n]) }
}

// relength makes the length of a record of four bytes fit.
func relength(b []byte) []byte {
	binary.BigEndian.PutUint32(b[8:], uint32(len(b)))
	return b
}

// Offsets in made records of ISO 2005: the header has 24 bytes, the first view's head 4, three minutiae 18, then the
// extended data: their length at 46, ridge counts at 48 (14 bytes), cores and deltas at 62 (18), zones at 80 (13).
var mutations = []struct {
	name   string
	format Format
	edit   func([]byte) []byte
	want   string // in the error of a strict reader
	fatal  bool   // a lenient reader refuses as well
}{
	{"not a record", ISO2005, put(0, 'G'), "@0: format: begins with \"GMR\\x00\"", true},
	{"unknown version", ISO2005, put(4, '9'), "@4: version: is \"920\\x00\"", true},
	{"header cut", ISO2005, func(b []byte) []byte { return b[:14] }, "@14: header: the data end within it", true},
	{"length too great", ISO2005, put(8, 0, 0, 1, 0), "@8: record length: says 256 bytes and there are", false},
	{"length too small", ANSI2004, put(8, 0, 99), "@8: record length: says 99 bytes and there are", false},
	{"long length of a short record", ANSI2004, func(b []byte) []byte {
		n := byte(len(b) + 4)
		return append(append(bytes.Clone(b[:8]), 0, 0, 0, 0, 0, n), b[10:]...)
	}, "@8: record length: takes six bytes where two would do", false},
	{"one byte short", ISO2005, cut(1), "view 2 extended data length: the data end within it", false},
	{"cut within a minutia", ISO2005, cut(8), "view 2 minutia 1 position: the data end within it", false},
	{"cut within a head", ISO2005, cut(10), "view 2 quality: the data end within it", false},
	{"bytes after the last view", ISO2005, func(b []byte) []byte { return relength(append(b, 'x', 'y', 'z')) }, "record: 3 bytes are left after the last view", false},
	{"one view too few", ISO2005, put(22, 1), "record: 12 bytes are left after the last view", false},
	{"one view too many", ISO2005, put(22, 3), "view 3 finger position: the data end within it", false},
	{"no view", ISO2005, func(b []byte) []byte { b[22] = 0; return relength(b[:24]) }, "@24: views: the record holds none", true},
	{"reserved byte", ISO2005, put(23, 7), "@23: reserved byte: is 7, must be 0", false},
	{"reserved certification bits", ISO2005, put(12, 0x91), "@12: capture device: its certification is 0x90", false},
	{"no width", ISO2005, put(14, 0, 0), "@14: image size: is 0 × 400 pixels", false},
	{"no resolution", ISO2005, put(18, 0, 0), "@18: resolution: is 0 × 197 pixels a centimetre", false},
	{"finger position", ISO2005, put(24, 11), "@24: view 1 finger position: 11 is none of ISO/IEC 19794-2:2005", false},
	{"impression", ISO2005, put(25, 0x0F), "@25: view 1 impression: 15 is none of", false},
	{"quality of a view", ISO2005, put(26, 101), "@26: view 1 quality: is 101, must be 0 to 100", false},
	{"the same view twice", ISO2005, put(-12, 7), "view 2 view number: 0 of finger 7 was there before", false},
	{"type of minutia", ISO2005, put(28, 0xC0), "@28: view 1 minutia 1 type: is 3, which is reserved", false},
	{"reserved bits", ISO2005, put(30, 0x40), "@30: view 1 minutia 1 reserved bits: the two bits above Y are 1", false},
	{"position outside", ISO2005, put(34, 0x81, 0x2C), "@34: view 1 minutia 2 position: (300, 399) lies outside the image of 300 × 400 pixels", false},
	{"angle", ANSI2004, put(34, 180), "@34: view 1 minutia 1 angle: is 180, must be 0 to 179 (units of 2 degrees)", false},
	{"quality of a minutia", ISO2005, put(33, 101), "@33: view 1 minutia 1 quality: is 101, must be 0 to 100", false},
	{"extended data too long", ISO2005, put(-2, 0, 9), "view 2 extended data length: says 9 bytes and 0 are left", false},
	{"block too long", ISO2011, func(b []byte) []byte { return put(bytes.Index(b, []byte("\x44\x01"))+2, 0, 99)(b) }, "block length: says 99 bytes and 8 are left", false},
	{"block shorter than its head", ANSI2004, put(52, 0, 2), "@52: view 1 block length: says 2 bytes and 40 are left", false},
	{"ridge count method", ISO2005, put(52, 3), "@52: view 1 ridge count method: is 3, must be 0 to 2", false},
	{"ridge count of nobody", ISO2005, put(53, 9), "@53: view 1 ridge count: names minutia 9 of 3", false},
	{"ridge counts that do not end", ANSI2004, func(b []byte) []byte {
		b = append(bytes.Clone(b[:64]), append([]byte{1}, b[64:]...)...)
		b[9]++
		b[49]++
		b[53]++
		return b
	}, "view 1 extended data: 1 bytes are left over in a block of type 1", false},
	{"more deltas than there are", ISO2005, put(72, 2), "@80: view 1 delta: the data end within it", false},
	{"reserved bits of the cores", ANSI2004, put(68, 0xF1), "@68: view 1 number of cores: is 0xf1: reserved bits are set", false},
	{"reserved bits of a core", ISO2005, put(67, 0xC0), "@67: view 1 core: the bits above its position are reserved and set", false},
	{"core outside", ISO2005, put(67, 0x4F), "@67: view 1 position: (3940, 110) lies outside the image", false},
	{"zones of no bits", ISO2005, put(86, 0), "@84: view 1 zones: 6 bytes for cells of 100 × 100 pixels with 0 bits do not fit", false},
	{"zones of other cells", ISO2005, put(84, 10), "view 1 zones: 6 bytes for cells of 10 × 100 pixels with 4 bits do not fit", false},
	{"certification flag", ISO2011, put(14, 2), "@14: certification flag: is 2, must be 0 or 1", false},
	{"view length", ISO2011, put(18, 0x99), "@15: view 1 view length: says 153 bytes and the view takes", false},
	{"capture time", ISO2011, put(21, 13), "@19: view 1 capture time: 2024-13-29 23:59:0.999 is no time", false},
	{"sensor technology", ISO2011, put(28, 21), "@28: view 1 capture device: its technology is 21, must be 0 to 20", false},
	{"certificate", ISO2011, put(42, 4), "@42: view 1 certificate: its scheme is 4, must be 1 to 3", false},
	{"minutia size", ISO2011, put(57, 0x70), "view 1 minutia size: is 7 bytes, must be 5 or 6", false},
	{"ending type", ISO2011, put(57, 0x62), "view 1 ending type: is 2, must be 0 or 1", false},
	{"view number", ANSI2009, put(22, 16), "@22: view 1 view number: is 16, must be 0 to 15", false},
}

func TestMutations(t *testing.T) {
	seen := map[string]string{}
	for _, m := range mutations {
		data := m.edit(written(t, m.format))
		_, err := Read(data)
		if err == nil || !strings.Contains(err.Error(), m.want) {
			t.Errorf("%s: strict reading says %v, want %s", m.name, err, m.want)
			continue
		}
		if other, ok := seen[err.Error()]; ok {
			t.Errorf("%s and %s end in one error: %v", m.name, other, err)
		}
		seen[err.Error()] = m.name
		r, repairs, err := ReadLenient(data)
		if m.fatal {
			if err == nil {
				t.Errorf("%s: a lenient reader makes something of it", m.name)
			}
			continue
		}
		if err != nil || len(repairs) == 0 {
			t.Errorf("%s: lenient reading: %v, %d repairs", m.name, err, len(repairs))
			continue
		}
		if r.Format != m.format {
			t.Errorf("%s: read as %v", m.name, r.Format)
		}
		sound(t, m.name, r)
	}
	t.Logf("%d classes of damage", len(mutations))
}

// sound holds a record that was repaired to being one that is written and read strictly.
func sound(t *testing.T, name string, r *Record) {
	t.Helper()
	again, err := r.Append(nil)
	if err != nil {
		t.Errorf("%s: the repaired record cannot be written: %v", name, err)
		return
	}
	got, err := Read(again)
	if err != nil {
		t.Errorf("%s: the repaired record is refused: %v", name, err)
		return
	}
	if diff := sameRecord(r, got); diff != "" {
		t.Errorf("%s: the repaired record changed on the way (-want +got):\n%s", name, diff)
	}
}

// TestTruncation cuts records at every byte.
func TestTruncation(t *testing.T) {
	for _, format := range binaryFormats {
		data := written(t, format)
		for n := range data {
			if _, err := Read(data[:n]); err == nil {
				t.Errorf("%v cut to %d of %d bytes: accepted", format, n, len(data))
			}
			if r, _, err := ReadLenient(data[:n]); err == nil {
				sound(t, format.String(), r)
			}
		}
	}
}
