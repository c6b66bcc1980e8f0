package itl_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/itltest"
)

// repair is damage that a lenient reading mends: what it says of it.
type repair struct {
	name   string
	change func([]byte) []byte
	kind   itl.Kind
	want   string
}

var repairs = []repair{
	{"LEN of Type-1", itltest.Replace("1.001:1", "1.001:2"), itl.KindLength, "LEN says 285"},
	{"LEN too short", itltest.Replace("2.001:7", "2.001:2"), itl.KindLength, "LEN says 25"},
	{"LEN of an image record", itltest.Replace("14.001:1", "14.001:2"), itl.KindLength, "LEN says 260"},
	{"LEN and something more", itltest.Replace("2.001:75\x1d2.002:00", "2.001:75 \x1d2.002:0"), itl.KindLengthUnreadable, "LEN is not a number"},
	{"LEN empty", itltest.Replace("2.001:75\x1d", "2.001:\x1d"), itl.KindLengthUnreadable, "LEN is not a number"},
	{"final FS missing", func(b []byte) []byte { b = itltest.TextAlone(b); return b[:len(b)-1] }, itl.KindSeparatorMissing, "at the end of the file"},
	{"FS missing before a record", itltest.Replace("AFFRAY\x1c14.", "AFFRAY14."), itl.KindSeparatorMissing, "before the next record"},
	{"FS missing and not counted", itltest.Replace("AFFRAY\x1c14.", "AFFRAYS14."), itl.KindSeparatorMissing, "before the next record"},
	{"FS replaced by a line end", itltest.Replace("AFFRAY\x1c14.", "AFFRAY\n14."), itl.KindSeparatorMissing, "before the next record"},
	{"FS missing before a binary record", itltest.Replace("\xff\x00\x1c\x00", "\xff\x00\x00"), itl.KindSeparatorMissing, "before the next record"},
	{"padding before", func(b []byte) []byte { return append([]byte("\r\n\r\n"), b...) }, itl.KindBytesBefore, "4 bytes of padding"},
	{"line ends at the end", itltest.Append("\r\n\r\n"), itl.KindBytesAfter, "padding"},
	{"line ends between records", itltest.Replace("\x1c2.001:", "\x1c\r\n2.001:"), itl.KindTextMode, "before the record"},
	{"line ends before a tag", itltest.Replace("\x1d2.018:NOBODY", "\x1d\r\n2.018:NOBO"), itl.KindTextMode, "text mode"},
	{"text mode", func(b []byte) []byte { return itltest.TextMode(itltest.Replace("TRESPASS", "TRES\nASS")(b)) }, itl.KindTextMode, "CR LF of 1 line"},
	{"empty field", itltest.Replace("\x1d2.018:NOBODY", "\x1d\x1d2.018:NOBOD"), itl.KindEmptyField, "empty field"},
	{"CNT count", itltest.Replace("1.003:1\x1f3", "1.003:1\x1f9"), itl.KindContentsCount, "CNT says 9"},
	{"CNT type", itltest.Replace("\x1e2\x1f00", "\x1e9\x1f00"), itl.KindContentsType, "CNT announces"},
	{"CNT IDC", itltest.Replace("\x1e14\x1f01", "\x1e14\x1f77"), itl.KindContentsIDC, "the IDC is 1 and CNT lists this record with 77"},
	{"records missing", func(b []byte) []byte { return b[:len(b)-22] }, itl.KindTruncated, "the input ends after 2"},
	{"record not listed", itltest.Unlisted, itl.KindUnlisted, "a Type-14 record that CNT does not list"},
	{"bytes at the end", itltest.Append("garbage"), itl.KindBytesAfter, "after the last record"},
	{"a record of type 0", itltest.Append("0.001:17\x1d0.002:0\x1c"), itl.KindBytesAfter, "17 bytes after the last record"},
	{"another transaction", func(b []byte) []byte { return append(b, b...) }, itl.KindBytesAfter, "another transaction begins here"},
}

// TestRepairs reads damaged transactions leniently; what is then written must read strictly, and say what the good one said.
func TestRepairs(t *testing.T) {
	for _, test := range repairs {
		t.Run(test.name, func(t *testing.T) {
			data := test.change(itltest.Sample())
			if _, err := itl.Parse(data); err == nil && test.kind != itl.KindContentsIDC {
				t.Fatal("read strictly")
			}
			tx, mended, err := itl.ParseLenient(data)
			if err != nil {
				t.Fatal(err)
			}
			if len(mended) != 1 || mended[0].Kind != test.kind || !strings.Contains(mended[0].Problem, test.want) {
				t.Errorf("repairs %v, want one of %s that says %q", mended, test.kind, test.want)
			}
			again, err := itl.Parse(tx.Append(nil))
			if err != nil {
				t.Fatalf("what was repaired does not read: %v", err)
			}
			if offence := again.Records[1].Items(47)[1][1]; !strings.HasPrefix(offence, "AFFRAY") {
				t.Errorf("the second offence became %q", offence)
			}
			for _, f := range conform.Check(again) {
				if f.Code == itl.CodeRecord {
					t.Errorf("after the repair: %v", f.Error())
				}
			}
		})
	}
}

// TestNotRepaired: what would have to be guessed stays an error.
func TestNotRepaired(t *testing.T) {
	tests := []struct {
		name   string
		change func([]byte) []byte
		kind   itl.Kind
	}{
		{"truncated in the last image", func(b []byte) []byte { return b[:len(b)-1] }, itl.KindTruncated},
		{"truncated in a tagged image", func(b []byte) []byte { return b[:len(b)-25] }, itl.KindTruncated},
		{"truncated in text", func(b []byte) []byte { return itltest.TextAlone(b)[:220] }, itl.KindTruncated},
		{"LEN of a binary record", itltest.FromEnd(22, 0, 0, 0, 5), itl.KindLength},
		{"FS behind LEN", itltest.Replace("14.001:160\x1d", "14.001:160\x1c"), itl.KindLengthUnreadable},
		{"CNT missing", itltest.Replace("1.003:", "1.103:"), itl.KindContentsMissing},
		{"CNT unreadable", itltest.Replace("\x1e2\x1f00", "\x1ex\x1f00"), itl.KindContentsUnreadable},
		{"tag garbled", itltest.Replace("2.018:", "2_018:"), itl.KindTag},
		{"text mode in an image", func(b []byte) []byte {
			return itltest.TextMode(itltest.Replace("\x1c\x1d\x1e\x1f\xff\x00", "\x1c\n\n\x1f\xff\x00")(b))
		}, itl.KindTextMode},
		{"binary record where a tagged one is listed", itltest.Replace("\x1e4\x1f02", "\x1e9\x1f02"), itl.KindRecordStart},
		{"not this format", func([]byte) []byte { return []byte("root:x:0:0") }, itl.KindFormat},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := itl.ParseLenient(test.change(itltest.Sample()))
			if f, ok := errors.AsType[*itl.Finding](err); !ok || f.Kind != test.kind {
				t.Errorf("error %v, want one of %s", err, test.kind)
			}
		})
	}
}

// TestFindingsAreCounted: of very many findings MaxFindings are listed, and one more says how many there were.
func TestFindingsAreCounted(t *testing.T) {
	const empty = 5000
	data := itltest.Set(1, 900, "x"+strings.Repeat("\x1d", empty))(itltest.Sample())
	tx, mended, err := itl.ParseLenient(data)
	if err != nil {
		t.Fatal(err)
	}
	last := mended[len(mended)-1]
	if want := fmt.Sprintf("%d more findings", empty-itl.MaxFindings); len(mended) != itl.MaxFindings+1 || last.Kind != itl.KindLimit || !strings.HasPrefix(last.Problem, want) {
		t.Errorf("%d repairs, the last %+v; want %q", len(mended), last, want)
	}
	if _, err := itl.Parse(tx.Append(nil)); err != nil {
		t.Errorf("what was repaired does not read: %v", err)
	}
}
