package main

import (
	"bytes"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sallyport/fingerprint/synth"
	"sallyport/internal/gallery"
	"sallyport/itl/ebts"
)

// TestGalleryStatus holds the exit statuses: 1 damaged, 2 no gallery, a wish that cannot be met or a bad call, 3 somebody
// else is changing it.
func TestGalleryStatus(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	say := func(want int, words string, args ...string) {
		t.Helper()
		var out, complaint bytes.Buffer
		status := run(append([]string{"print"}, args...), streams{out: &out, err: &complaint})
		if said := out.String() + complaint.String(); status != want || !strings.Contains(said, words) || strings.Count(said, "\n") > 1 {
			t.Errorf("%q: status %d, said %q; want %d, %q", args, status, said, want, words)
		}
	}
	say(statusDone, "", "synth", "--gallery", path, "--people", "2")
	say(statusDone, "2 subjects", "gallery", "check", path)
	say(statusBadInput, "subject 3: is not in the gallery", "gallery", "remove", path, "3")
	say(statusBadInput, "no such file", "gallery", "check", path+"-absent")
	w, err := gallery.OpenWriter(path)
	if err != nil {
		t.Fatal(err)
	}
	say(statusFailed, "another process may be changing this gallery", "gallery", "remove", path, "1")
	say(statusDone, "2 subjects", "gallery", "check", path)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		_, err = f.WriteAt([]byte("x"), 12288+1024*128+100) // in the first subject's prints
	}
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	say(statusFindings, "@143360: prints: the checksum does not fit; restore", "gallery", "check", path)
}

// TestGalleryOfCards adds a person by one ten-print card and finds them by another.
func TestGalleryOfCards(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "gallery")
	finger := synth.NewPerson(3, 0).Finger(2)
	for n, name := range []string{"ida.eft", "probe.eft"} {
		print, err := ebts.NewPrint(2, true, finger.Impression(n))
		if err != nil {
			t.Fatal(err)
		}
		slap, err := ebts.NewPrint(13, false, image.NewGray(image.Rect(0, 0, 64, 48)))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), cardWith(t, print, slap), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bare := filepath.Join(dir, "bare.eft")
	if err := os.WriteFile(bare, cardWith(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status int
		words  string
		args   []string
	}{
		{statusDone, "", []string{"gallery", "add", path, filepath.Join(dir, "ida.eft")}},
		{statusDone, "ida score ", []string{"search", "--gallery", path, filepath.Join(dir, "probe.eft")}},
		{statusBadInput, "@0: transaction: has neither minutiae nor the image of a single finger", []string{"gallery", "add", path, bare}},
	} {
		var out bytes.Buffer
		if status := run(append([]string{"print"}, c.args...), streams{out: &out, err: &out}); status != c.status || !strings.Contains(out.String(), c.words) {
			t.Errorf("%q: status %d, said %q; want %d, %q", c.args, status, out.String(), c.status, c.words)
		}
	}
}

// TestTheGalleryPageRuns runs the commands of docs/gallery.md in their order and compares what they print.
func TestTheGalleryPageRuns(t *testing.T) {
	page, err := os.ReadFile("../../docs/gallery.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	blocks := regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	for _, block := range blocks {
		runShown(t, block[1])
	}
	if len(blocks) < 5 {
		t.Errorf("only %d blocks of commands", len(blocks))
	}
}
