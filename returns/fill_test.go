package returns

import (
	"io"
	"strings"
	"testing"

	"sallyport/record"
	"sallyport/record/figures"
)

// read is a log of an agency that holds one line and has published the year.
func readLog(t testing.TB, body string, more ...record.Published) (*Log, []Entry) {
	t.Helper()
	index := uint64(1)
	book := []Entry{{Seq: 0, Index: &index, Body: body, Salt: strings.Repeat("ab", 32)}}
	log := &Log{Log: figures.Log{Checkpoint: figures.Checkpoint{Origin: "here/cook"}}}
	if err := log.Read(book); err != nil {
		t.Fatal(err)
	}
	settings := record.Settings{Node: "agency", Place: "us-il/cook", Slot: 60, Width: 8, Batch: "02:00", Volume: 300}
	empty := record.Digest(nil)
	leaves := append([]record.Published{settings, record.Day{Day: "2025-12-31", Digest: empty, Need: 1, Room: 1}, record.Day{Day: "2026-12-31", Digest: empty, Need: 1, Room: 1}}, more...)
	commitment := record.Commit([]byte(strings.Repeat("\xab", 32)), "here/cook", body)
	for i, p := range leaves {
		leaf, err := record.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		at := uint64(i)
		if i > 0 {
			at++
		}
		if err := log.Add(at, leaf); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Add(1, commitment[:]); err != nil {
		t.Fatal(err)
	}
	return log, book
}

// FuzzFill: whatever a line says that the log holds, there is a return or an error, and both can be read.
func FuzzFill(f *testing.F) {
	for _, body := range []string{
		`{"submission":"s","kind":"request registered","at":"2026-02-03T09:00:00Z","request":{"action":"hold","form":"I-247A"}}`,
		`{"submission":"s","kind":"noted for a return","at":"2026-02-03T09:00:00Z","return":{"left":"released","at":"0001-01-01T00:00:00Z"}}`,
		`{"submission":"s","kind":"answered","at":"9999-12-31T23:59:59-12:00","answer":{},"request":{},"reason":"?"}`, `{}`, `[]`, ``, `{"kind":7}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		log, book := readLog(t, body)
		filled, err := illinois.Fill(book, noon.AddDate(1, 0, 0), log, 2026)
		if err != nil {
			return
		}
		for _, write := range []func(io.Writer) error{filled.WriteText, filled.WriteCSV, filled.WriteHTML} {
			if err := write(io.Discard); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestHostileText: what a book says is shown as text on the page.
func TestHostileText(t *testing.T) {
	t.Parallel()
	log, book := readLog(t, `{"submission":"s","kind":"request registered","at":"2026-02-03T09:00:00Z","request":{"action":"hold","form":"<script>alert(1)</script>"}}`)
	filled, err := illinois.Fill(book, noon.AddDate(1, 0, 0), log, 2026)
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := filled.WriteHTML(&page); err != nil || strings.Contains(page.String(), "<script>") || !strings.Contains(page.String(), "&lt;script&gt;") {
		t.Error(err, page.String())
	}
	if len(filled.Findings) == 0 {
		t.Error("the log has no line of that request, and nothing is found")
	}
}
