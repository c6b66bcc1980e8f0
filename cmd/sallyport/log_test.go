package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sallyport/internal/tiles/tilestest"
	"sallyport/record"
)

// smallLog publishes a log of a few days of a node that had nothing to say.
func smallLog(t *testing.T, origin string) (dir string, key tilestest.Key) {
	t.Helper()
	dir, key = t.TempDir(), tilestest.NewKey(t, origin)
	var leaves [][]byte
	first, err := record.Encode(record.Settings{Node: "hub", Slot: 60, Width: 4, Batch: "02:00", Volume: 300, Trial: true})
	if err != nil {
		t.Fatal(err)
	}
	leaves = append(leaves, first)
	for _, day := range []string{"2015-08-03", "2015-08-04", "2015-08-05"} {
		for i := range 8 {
			sum := record.Commit([]byte{byte(i)}, origin, day)
			leaves = append(leaves, sum[:])
		}
		b := record.Batch{Day: day, Need: 1, Room: 1, Lines: []record.Line{{Kind: "booked", Day: day, Place: "us-oh/franklin", N: 2}}}
		batch, err := b.Leaves()
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, batch...)
	}
	key.Publish(t, dir, leaves)
	return dir, key
}

const logOrigin = "trial.sallyport.invalid/hub"

// command runs the program in process.
func command(args ...string) (status int, out, errors string) {
	var o, e bytes.Buffer
	status = run(args, streams{in: strings.NewReader(""), out: &o, err: &e})
	return status, o.String(), e.String()
}

func textFile(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestLogVerify: what each status means.
func TestLogVerify(t *testing.T) {
	t.Parallel()
	dir, key := smallLog(t, logOrigin)
	other := tilestest.NewKey(t, "trial.sallyport.invalid/other")
	witness := tilestest.NewWitness("witness.invalid")
	policy := textFile(t, "policy", "log "+key.Vkey+"\nwitness W "+witness.Vkey+"\nquorum W\n")
	older := textFile(t, "older", key.Checkpoint(t, nil))
	forged := textFile(t, "forged", strings.Replace(key.Checkpoint(t, nil), "\n0\n", "\n7\n", 1))
	foreign := t.TempDir()
	key.Publish(t, foreign, [][]byte{[]byte("golang.org/x/mod v0.42.0")})
	down := httptest.NewServer(http.NotFoundHandler())
	down.Close()
	for name, c := range map[string]struct {
		args   []string
		status int
		out    string
		err    string
	}{
		"clean":               {[]string{dir}, 0, "Nothing is wrong with it.", ""},
		"its key":             {[]string{dir, "--key", key.Vkey, "--older", older}, 0, "0 entries: " + older, ""},
		"nobody cosigned":     {[]string{dir, "--policy", policy}, 1, "too few witnesses have cosigned the checkpoint", ""},
		"forged":              {[]string{dir, "--older", forged}, 1, "(unsigned); ask who serves the log", ""},
		"another's key":       {[]string{dir, "--key", other.Vkey}, 1, "", "is it the key of this log?"},
		"no log":              {[]string{t.TempDir()}, 2, "", "name a log's folder or address"},
		"another's log":       {[]string{foreign}, 2, "", "no log of Sallyport's"},
		"no policy":           {[]string{dir, "--policy", older}, 2, "", "policy, line 1"},
		"no older checkpoint": {[]string{dir, "--older", filepath.Join(dir, "none")}, 2, "", "name a file that can be read"},
		"no server":           {[]string{down.URL}, 3, "", "cannot be read now"},
	} {
		status, out, errors := command(append([]string{"log", "verify"}, c.args...)...)
		if status != c.status || !strings.Contains(out, c.out) || !strings.Contains(errors, c.err) || strings.Count(errors, "\n") > 1 {
			t.Errorf("%s: %d\n%s%s", name, status, out, errors)
		}
	}
}

// TestLogVerifyKeys holds the keys of the document.
func TestLogVerifyKeys(t *testing.T) {
	t.Parallel()
	dir, _ := smallLog(t, logOrigin)
	status, out, _ := command("log", "verify", dir, "--json")
	var got map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 {
		t.Fatal(status, err)
	}
	got["source"] = "SOURCE"
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"cosigned":[],"counts":{"commitments":24,"early":0,"entries":31,"events":6,"firstDay":"2015-08-03","lastDay":"2015-08-05","messages":0,` +
		`"published":{"day":3,"line":3,"settings":1},"slots":6},"findings":[],"levels":[{"level":0,"tiles":1}],"log":"trial.sallyport.invalid/hub",` +
		`"older":[],"policy":false,"root":"ROOT","size":31,"source":"SOURCE"}`
	if want := strings.Replace(want, "ROOT", got["root"].(string), 1); string(text) != want {
		t.Errorf("%s", text)
	}
}

// TestLogMonitor looks once at a time, as from a timetable.
func TestLogMonitor(t *testing.T) {
	t.Parallel()
	dir, key := smallLog(t, logOrigin)
	state := t.TempDir()
	look := func(sources ...string) (int, string, string) {
		return command(append([]string{"log", "monitor", "--once", "--state", state, "--grace", "1000000h"}, sources...)...)
	}
	if status, out, errors := look(dir); status != 0 || errors != "" || !strings.Contains(out, "31 entries, cosigned by nobody that was asked for, last batch 2015-08-05") {
		t.Fatal(status, out, errors)
	}
	fork := t.TempDir()
	key.PublishLarge(t, fork, 40)
	status, _, errors := look(fork, "--json")
	if status != 1 || !strings.Contains(errors, "ALARM trial.sallyport.invalid/hub: fork: 31 entries as what was seen before has it, and 40 as "+fork) || !strings.Contains(errors, "; evidence: "+state) {
		t.Fatal(status, errors)
	}
	if status, out, _ := look(dir, "--json"); status != 1 || !strings.Contains(out, `"alarms":[{"kind":"fork","log":"trial.sallyport.invalid/hub",`) {
		t.Error("the fork is forgotten", out)
	}
	if status, _, errors := look(t.TempDir()); status != 2 || !strings.Contains(errors, "name a log's folder") {
		t.Error(status, errors)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	if status, _, errors := command("log", "monitor", "--once", "--state", t.TempDir(), "--grace", "1000000h", server.URL); status != 0 {
		t.Error(status, errors)
	}
	server.Close()
	if status, _, errors := command("log", "monitor", "--once", "--state", t.TempDir(), server.URL); status != 3 {
		t.Error(status, errors)
	}
}
