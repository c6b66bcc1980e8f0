package form

import (
	"bytes"
	"mime/multipart"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestWhatIsWrittenIsRead writes forms with the standard library's writer.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := map[string][]byte{}
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.ID[string]).Draw(t, "names") {
			want[name] = rapid.SliceOf(rapid.Byte()).Draw(t, name)
			part, err := w.CreateFormFile(name, "../x")
			if err == nil {
				_, err = part.Write(want[name])
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := Read(body.Bytes(), w.Boundary(), "a", "b", "c")
		if diff := cmp.Diff(want, got); err != nil && len(want) > 0 || err == nil && diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	})
}

// FuzzRead reads what anybody may send.
func FuzzRead(f *testing.F) {
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n\r\n--b--\r\n"), "b")
	f.Add([]byte("--b--"), "b")
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		parts, err := Read(body, boundary, "a", "b")
		if err != nil && parts != nil || len(parts) > 2 {
			t.Errorf("%q, %v", parts, err)
		}
		for name, part := range parts {
			if !bytes.Contains(body, part) {
				t.Errorf("%s: %q was not sent", name, part)
			}
		}
	})
}
