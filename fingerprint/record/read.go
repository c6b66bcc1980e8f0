package record

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

const magic = "FMR\x00"

// Is says whether data begin as a minutiae record of this package's formats does.
func Is(data []byte) bool { return bytes.HasPrefix(data, []byte(magic)) }

// Read reads a record strictly, whichever of the formats it is in. The error is a *Defect: the first thing that does not
// comply, with its byte. Where it is not plain which format a record with version "030" is meant to be in, the error is
// that of the format in which it makes sense the longest.
func Read(data []byte) (*Record, error) {
	candidates, plain, d := detect(data)
	if d != nil {
		return nil, d
	}
	var furthest *reader
	for _, format := range candidates {
		r := newReader(data, format, false)
		record := r.record()
		if r.failed == nil {
			return record, nil
		}
		if furthest == nil || !plain && r.at > furthest.at {
			furthest = r
		}
	}
	return nil, furthest.failed
}

// ReadLenient reads a record as Read does, but repairs what can be repaired, and returns what it repaired:
//
//   - a length that disagrees with the data, of the record, a view, extended data or a block of them;
//   - data that end early (what is whole before is kept), and bytes after the last view;
//   - a number of views that disagrees with the views there are;
//   - reserved bits and bytes that are set: cleared;
//   - a position, a type of impression or of minutia, a quality, a time or a technology out of range: taken as unknown;
//   - an angle out of range: a turn less; a resolution of zero: 500 pixels an inch;
//   - minutiae, cores and deltas outside the image: the image is taken as just large enough;
//   - two views with the number of one: numbered anew;
//   - ridge counts, cores, deltas and zones that do not fit: those that do are kept.
//
// A record with no view at all, and data that are no record of these formats, are an error, which is a *Defect.
func ReadLenient(data []byte) (*Record, []Defect, error) {
	candidates, _, d := detect(data)
	if d != nil {
		return nil, nil, d
	}
	var best *Record
	var repairs []Defect
	settled := false // best was read to its last byte
	for _, format := range candidates {
		r := newReader(data, format, true)
		record := r.record()
		whole := !r.cut && r.at == r.end
		if len(record.Views) > 0 && (best == nil || whole && (!settled || len(r.repairs) < len(repairs))) {
			best, repairs, settled = record, r.finish(), whole
		}
	}
	if best == nil {
		return nil, nil, &Defect{min(len(data), 12), "views", "the record holds none, or not one that is whole", "ask the sender for the record again"}
	}
	return best, repairs, nil
}

// detect returns the formats that data may be in, the likeliest first; plain says that it is hardly another.
func detect(data []byte) (candidates []Format, plain bool, d *Defect) {
	switch {
	case !Is(data):
		return nil, false, &Defect{0, "format", fmt.Sprintf("begins with %q, not with %q", data[:min(len(data), 4)], magic), "check that this is a finger minutiae record"}
	case len(data) < 15:
		return nil, false, &Defect{len(data), "header", "the data end within it", "ask the sender for the record again"}
	case len(data) > MaxBytes:
		return nil, false, &Defect{MaxBytes, "record", fmt.Sprintf("is longer than %d bytes", MaxBytes), "check that this is one finger minutiae record"}
	}
	switch version := string(data[4:8]); version {
	case " 20\x00":
		return detect20(data), true, nil
	case version020:
		return []Format{ANSI2004}, true, nil
	case "030\x00":
		if addUp2011(data) {
			return []Format{ISO2011, ANSI2009, ANSI2007}, true, nil
		}
		return []Format{ANSI2009, ANSI2007, ISO2011}, false, nil
	case "035\x00":
		return []Format{ANSI2009Am1}, true, nil
	default:
		return nil, false, &Defect{4, "version", fmt.Sprintf("is %q; \" 20\", \"020\", \"030\" and \"035\" are known", version), "ask the sender for a record of a known version"}
	}
}

// detect20 tells the formats of 2004 and 2005 apart, which share a version, by the length: ANSI's has two bytes and is
// 26 at least, or two zero bytes and four more.
func detect20(data []byte) []Format {
	short, long := binary.BigEndian.Uint16(data[8:]), binary.BigEndian.Uint32(data[8:])
	if short >= 26 || short == 0 && long < 24 {
		return []Format{ANSI2004, ISO2005}
	}
	return []Format{ISO2005, ANSI2004}
}

// addUp2011 says whether data are in ISO's format of 2011, which shares a version with ANSI's of 2009, by the lengths that
// its views state: they make up the data, or what the record says is its length.
func addUp2011(data []byte) bool {
	count, at := int(binary.BigEndian.Uint16(data[12:])), uint64(15)
	for range count {
		if at+4 > uint64(len(data)) {
			break
		}
		at += uint64(binary.BigEndian.Uint32(data[at:]))
	}
	return count > 0 && (at == uint64(len(data)) || at == uint64(binary.BigEndian.Uint32(data[8:])))
}
