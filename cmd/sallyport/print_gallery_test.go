package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sallyport/internal/gallery"
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
