package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheWorkedExampleRuns follows docs/law: it writes the files the page shows, runs its commands in their order and
// compares what they print.
func TestTheWorkedExampleRuns(t *testing.T) {
	page, err := os.ReadFile("../../docs/law/README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.Mkdir("millbrook", 0o755); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```(yaml|markdown|console|text)\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		kind, text := block[1], block[2]
		switch {
		case kind == "yaml" && strings.HasPrefix(text, "pack:"):
			write(t, "pack.yaml", text)
		case kind == "yaml":
			write(t, "cases.yaml", "---\n"+text)
		case kind == "markdown":
			write(t, "SOURCES.md", text)
		case kind == "text":
			compareMistake(t, text)
		default:
			runShown(t, text)
			ran++
		}
	}
	if ran < 6 {
		t.Errorf("only %d blocks of commands", ran)
	}
}

// write adds to a file of the example.
func write(t *testing.T, name, text string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join("millbrook", name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// runShown runs the command of a block and compares what it prints with the rest.
func runShown(t *testing.T, block string) {
	t.Helper()
	command, want, _ := strings.Cut(block, "\n")
	args := strings.Fields(strings.TrimPrefix(command, "$ sallyport "))
	var out bytes.Buffer
	run(args, streams{in: strings.NewReader(""), out: &out, err: &out})
	if got := out.String(); !shownAs(want).MatchString(got) {
		t.Errorf("%s\n got %s\nwant %s", command, got, want)
	}
}

// shownAs matches what a page shows: … stands for the rest of a line.
func shownAs(want string) *regexp.Regexp {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(want), " …", `[^\n]*`)
	return regexp.MustCompile("^" + pattern + "$")
}

// compareMistake makes the mistake that the page speaks of, in a copy of the pack.
func compareMistake(t *testing.T, want string) {
	t.Helper()
	name := filepath.Join("millbrook", "pack.yaml")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	wrong := bytes.Replace(text, []byte("c.violent"), []byte("c.violnt"), 1)
	if err := os.WriteFile(name, wrong, 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	run([]string{"law", "check", name}, streams{in: strings.NewReader(""), out: &out, err: &out})
	if !strings.HasPrefix(out.String(), want) {
		t.Errorf("got %s\nwant %s", out.String(), want)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
