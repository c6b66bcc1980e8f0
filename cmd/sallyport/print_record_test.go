package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
)

// TestDamagedRecord refuses a defective record, says what is wrong with it, repairs it and says what was repaired.
func TestDamagedRecord(t *testing.T) {
	r := record.FromTemplate(&fingerprint.Template{Width: 300, Height: 400, Finger: 7, Minutiae: []fingerprint.Minutia{
		{X: 10, Y: 20, Direction: 30, Kind: fingerprint.Ending, Quality: 40}, {X: 50, Y: 60, Kind: fingerprint.Bifurcation}}})
	sound, err := r.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.iso"), filepath.Join(dir, "out.iso")
	damaged := append(bytes.Clone(sound), 'x')
	damaged[33] = 101 // the first minutia's quality
	if err := os.WriteFile(in, damaged, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"print", "show", in}, statusBadInput, in + ":@8: record length: says 42 bytes and there are 43; have it corrected, or read leniently, which takes the data as they are\n"},
		{[]string{"print", "convert", in, out, "--format", "iso2005"}, statusBadInput, in + ":@8: record length: says 42 bytes"},
		{[]string{"print", "convert", in, out, "--format", "iso2005", "--lenient"}, statusDone, in + ":@33: view 1 minutia 1 quality: is 101, must be 0 to 100; repaired: takes it as not measured\n"},
		{[]string{"print", "show", in, "--lenient", "--json"}, statusDone, in + ":@42: record: 1 bytes are left after the last view; repaired: drops them\n"},
	} {
		var stdout, stderr bytes.Buffer
		if status := run(c.args, streams{out: &stdout, err: &stderr}); status != c.status || !strings.Contains(stderr.String(), c.says) {
			t.Errorf("%q: status %d, said %q; want %d, %q", c.args, status, stderr.String(), c.status, c.says)
		}
	}
	repaired, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	sound[33] = 0
	if !bytes.Equal(repaired, sound) {
		t.Errorf("repaired, the record is\n% x, want\n% x", repaired, sound)
	}
}
