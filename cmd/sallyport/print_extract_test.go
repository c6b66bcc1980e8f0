package main

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/picture"
	"sallyport/fingerprint/record"
)

// TestNoPrintIsRefused gives every command that reads prints what is none, and prints whose resolution cannot be; each says
// what is wrong with which file and what to do, and writes nothing.
func TestNoPrintIsRefused(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var stated bytes.Buffer
	if err := picture.EncodePNG(&stated, image.NewGray(image.Rect(0, 0, 300, 400)), 72); err != nil {
		t.Fatal(err)
	}
	known, err := record.FromTemplate(&fingerprint.Template{Width: 300, Height: 400, Finger: 7}).Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	blank := file("1_1.pgm", append([]byte("P5 300 400 255\n"), make([]byte, 300*400)...))
	old := file("1_2.png", stated.Bytes())
	huge := file("1_3.pgm", []byte("P5 20000 20000 255\n"))
	sound, out := file("known.iso", known), filepath.Join(dir, "out")
	const advice = "is not that of a fingerprint scan; give 250 to 1200 dots per inch"
	for _, c := range []struct {
		path, dpi, says string
	}{
		{blank, "500", "@0: image: is of one even tone; give the picture of one finger, dark ridges on a light ground"},
		{blank, "0", "@0: resolution: the file does not state it; give it with --dpi"},
		{blank, "-500", "@0: resolution: -500 dpi " + advice},
		{blank, "9223372036854775807", "@0: resolution: 9223372036854775807 dpi " + advice},
		{blank, "250", "@0: image: is of one even tone; give the picture of one finger, dark ridges on a light ground"},
		{old, "0", "@0: resolution: 72 dpi " + advice},
		{huge, "500", "@0: picture: 20000 × 20000 pixels is no fingerprint; the most is 40 million pixels"},
	} {
		for _, args := range [][]string{
			{"print", "extract", c.path, out},
			{"print", "match", c.path, sound},
			{"print", "match", sound, c.path},
			{"print", "search", "--gallery", out, c.path},
			{"print", "gallery", "add", out, c.path},
		} {
			var stdout, stderr bytes.Buffer
			status := run(append(args, "--dpi="+c.dpi), streams{out: &stdout, err: &stderr})
			if want := fmt.Sprintf("%s:%s\n", c.path, c.says); status != statusBadInput || stderr.String() != want || stdout.Len() > 0 {
				t.Errorf("%q --dpi=%s: status %d, said %q, want %q", args[:2], c.dpi, status, stderr.String(), want)
			}
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was written")
	}
}
