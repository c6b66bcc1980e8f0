package source_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"sallyport"
	"sallyport/backtest/source"
)

// FuzzOpen: whatever a file holds, it is read or refused by one line that names it; no input makes a reader panic, and every
// row has a case with a place and a moment.
func FuzzOpen(f *testing.F) {
	text, err := os.ReadFile("testdata/fy2015.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text[:2000])
	f.Add(gzipped(f, text[:2000]))
	f.Add([]byte(strings.Join(title, ",") + "\n2024-03-05" + strings.Repeat(",", len(title)-1)))
	f.Add([]byte(`{"v":1,"at":"2015-05-06T10:00:00Z","agency":"us-ct"}` + "\n{}\n"))
	f.Add(utf16(fyHead))
	table := places(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, how := range []source.How{{Places: table}, {Places: table, Format: source.FY2015}, {Places: table, Format: source.Cases}} {
			hold(t, file, how)
		}
	})
}

func hold(t *testing.T, file []byte, how source.How) {
	in := source.Input{Name: "file", Stream: bytes.NewReader(file), At: bytes.NewReader(file), Size: int64(len(file))}
	_, err := readInput(t, in, how, func(r *source.Row, c *sallyport.Case) {
		if c.Agency == "" || c.At.IsZero() || r.Line < 1 {
			t.Errorf("line %d, agency %q, at %s", r.Line, c.Agency, c.At)
		}
	})
	if err != nil && (!strings.HasPrefix(err.Error(), "file:") || strings.Contains(err.Error(), "\n")) {
		t.Errorf("%q does not name the file on one line", err)
	}
}

// FuzzMapped: whatever a CSV file holds, a mapping's columns make cases of it or list its rows.
func FuzzMapped(f *testing.F) {
	m := mapped(f, "v: 1\nblank: [x]\ncomplete: [charges]\ncolumns: {a: at, s: state, f: facility, k: agency_kind, w: {fact: request.warrant, values: {n: none}}, c: \"charges[1].pending\", r: form}\n")
	f.Add([]byte("a,s,f,k,w,c,r\n2015-05-06,CA,PLACER JAIL,county_jail,n,yes,I247D\n,,,,,,\n"))
	table := places(f)
	f.Fuzz(func(t *testing.T, file []byte) { hold(t, file, source.How{Map: m, Places: table}) })
}

// FuzzWorkbook: a workbook with whatever sheet is read or refused.
func FuzzWorkbook(f *testing.F) {
	var head bytes.Buffer
	for i, name := range title {
		fmt.Fprintf(&head, `<c r="%s7" t="inlineStr"><is><t>%s</t></is></c>`, column(i), name)
	}
	f.Add([]byte(`<row r="1"><c r="A1"><v>1</v></c></row><row r="7">` + head.String() + `</row><row r="8"><c r="A8"><v>45918.5</v></c><c r="B8" t="str"><v>TEXAS</v></c></row>`))
	f.Add([]byte(`<row r="7">` + head.String() + `</row><row r="1048576"><c r="A9" t="b"><v>1</v></c><c t="s"><v>9</v></c></row>`))
	table := places(f)
	f.Fuzz(func(t *testing.T, sheet []byte) {
		file := archive(t, func(w io.Writer) { _, _ = w.Write(sheet) })
		hold(t, file, source.How{Format: source.Detainers, Places: table})
	})
}
