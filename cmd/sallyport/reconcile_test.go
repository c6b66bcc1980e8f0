package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport/internal/demo"
	"sallyport/internal/ledger"
	"sallyport/internal/reconcile"
	"sallyport/internal/store/sqlite"
	"sallyport/record"
)

// scratch is a folder for logs. A log that was closed may make one of its lock files once more, so it is removed until it is gone.
func scratch(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "reconcile-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 1000 {
			if os.RemoveAll(dir) == nil {
				return
			}
		}
		t.Errorf("%s cannot be removed", dir)
	})
	return dir
}

// walkedWorld is the demonstration's world with the bookings of a few people walked to their end, while still open.
func walkedWorld(t *testing.T) string {
	t.Helper()
	book, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	dir := scratch(t)
	world, err := demo.OpenWorld(t.Context(), dir, book)
	if err != nil {
		t.Fatal(err)
	}
	world.People, world.Seed = killPeople, killSeed
	if _, err := world.Walk(t.Context()); err != nil {
		t.Fatal(errors.Join(err, world.Close()))
	}
	t.Cleanup(func() {
		if err := world.Close(); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// reconciled runs the command and returns its status and what it prints.
func reconciled(args ...string) (status int, out, complaint string) {
	var stdout, stderr bytes.Buffer
	status = run(append([]string{"reconcile"}, args...), streams{in: strings.NewReader(""), out: &stdout, err: &stderr})
	return status, stdout.String(), stderr.String()
}

// pair are the nodes of the test that have most to tell each other.
const hubNode, jailNode = "hub", "us-ca.los-angeles"

// exportAndCompare writes the books of two nodes, each in its folder below dir, and compares them. nodes are what --node says of each.
func exportAndCompare(t *testing.T, dir string, nodes map[string]string) (report reconcile.Report) {
	t.Helper()
	args := []string{filepath.Join(dir, hubNode, "log"), filepath.Join(dir, jailNode, "log"), "--json"}
	for _, name := range []string{jailNode, hubNode} {
		book := filepath.Join(dir, name+".book")
		if status, _, complaint := reconciled("--export", book, "--node", nodes[name]); status > 1 {
			t.Fatalf("%s: status %d: %s", name, status, complaint)
		}
		args = append(args, "--book", book)
	}
	status, out, complaint := reconciled(args...)
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v: %s%s", err, out, complaint)
	}
	if found := len(report.Differences) > 0; found != (status == statusFindings) || status > 1 {
		t.Errorf("status %d with %d differences", status, len(report.Differences))
	}
	return report
}

func reconcilePair(t *testing.T, dir string) reconcile.Report {
	t.Helper()
	return exportAndCompare(t, dir, map[string]string{hubNode: filepath.Join(dir, hubNode), jailNode: filepath.Join(dir, jailNode)})
}

// TestReconcile compares the books of the demonstration's nodes while these run, and then, on copies, after somebody has
// laid hands on one.
func TestReconcile(t *testing.T) {
	t.Parallel()
	dir := walkedWorld(t)
	report := reconcilePair(t, dir)
	if len(report.Differences)+len(report.Pending) > 0 || len(report.Streams) < 2 {
		t.Fatalf("%+v", report)
	}
	for name, c := range tamperings {
		t.Run(name, func(t *testing.T) {
			copied := scratch(t)
			if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			c.do(t, copied)
			report := reconcilePair(t, copied)
			if got := kinds(&report); got != c.want {
				t.Errorf("%q; want %q", got, c.want)
			}
		})
	}
	checkAtAServer(t, dir)
	checkBadInput(t, dir)
}

// kinds are those of the differences, in order.
func kinds(report *reconcile.Report) string {
	var all []string
	for _, f := range report.Differences {
		all = append(all, string(f.Kind))
	}
	return strings.Join(all, " ")
}

// change changes a node's database.
func change(t *testing.T, dir, node string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, node, "sallyport.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		result, err := db.ExecContext(t.Context(), s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			t.Fatalf("%s: changed nothing: %v", s, err)
		}
	}
}

// testLog is the log of a trial's node.
func testLog(node string) ledger.Config {
	settings := record.Settings{Node: "agency", Place: strings.ReplaceAll(node, ".", "/"), Slot: 2, Width: 8, Batch: "02:00", Volume: 300, Trial: true}
	if node == "hub" {
		settings.Node, settings.Place = node, ""
	}
	return ledger.Config{Origin: "trial.sallyport.invalid/" + node, Settings: settings}
}

// logAnew has a node make its log again of what its database now says, with the same key: what a keeper could do who hopes
// that nobody has seen the old one.
func logAnew(t *testing.T, dir, node string) {
	t.Helper()
	change(t, dir, node, `UPDATE events SET seq = -1 - (SELECT COUNT(*) FROM events AS before WHERE before.seq < events.seq)`,
		`UPDATE events SET seq = -1 - seq`, `UPDATE counters SET last = (SELECT COUNT(*) FROM events) WHERE name = 'events'`, `DELETE FROM checkpoints`,
		`DELETE FROM commitments`, `DELETE FROM slots`, `DELETE FROM published`)
	if err := os.RemoveAll(filepath.Join(dir, node, "log", "tiles")); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, node, "sallyport.db"))
	if err != nil {
		t.Fatal(err)
	}
	log, err := ledger.Open(t.Context(), filepath.Join(dir, node, "log"), testLog(node))
	if err != nil {
		t.Fatal(err)
	}
	_, err = log.CatchUp(t.Context(), s, time.Now())
	if err := errors.Join(err, log.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
}

// The second message of the jail to the hub, and the hub's first to the jail, in their books.
const (
	fromJail = ` WHERE body LIKE '{"message":{"from":"` + jailNode + `","to":"hub","number":2,%'`
	fromHub  = ` WHERE body LIKE '{"message":{"from":"hub","to":"` + jailNode + `","number":1,%'`
)

var tamperings = map[string]struct {
	do   func(t *testing.T, dir string)
	want string // kinds of differences
}{
	"a line deleted": {func(t *testing.T, dir string) { change(t, dir, jailNode, `DELETE FROM events`+fromHub) }, "not-in-book"},
	"a line and its row deleted": {func(t *testing.T, dir string) {
		change(t, dir, hubNode, `DELETE FROM events`+fromJail, `DELETE FROM incoming WHERE peer = '`+jailNode+`' AND number = 2`)
	}, "not-in-book"},
	"a line changed": {func(t *testing.T, dir string) {
		change(t, dir, hubNode, `UPDATE events SET body = replace(body, '"digest":"', '"digest":"00')`+fromJail)
	}, "not-in-log"},
	"a line added": {func(t *testing.T, dir string) {
		change(t, dir, hubNode, `UPDATE events SET body = (SELECT replace(body, '"number":1,', '"number":77,') FROM events`+fromHub+`) WHERE seq = 2`)
	}, "gap not-in-log"},
	"dropped and acknowledged": {func(t *testing.T, dir string) {
		change(t, dir, hubNode, `DELETE FROM events`+fromJail, `DELETE FROM incoming WHERE peer = '`+jailNode+`' AND number = 2`)
		logAnew(t, dir, hubNode)
	}, "lost"},
	"received and never sent": {func(t *testing.T, dir string) {
		change(t, dir, jailNode, `DELETE FROM events`+fromJail, `DELETE FROM outgoing WHERE number = 2`)
		logAnew(t, dir, jailNode)
	}, "never-sent"},
	"two messages under one number": {func(t *testing.T, dir string) {
		const other = `'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'`
		change(t, dir, jailNode, `UPDATE events SET body = substr(body, 1, length(body) - 67) || `+other+` || '"}}'`+fromJail,
			`UPDATE outgoing SET digest = unhex(`+other+`) WHERE number = 2`)
		logAnew(t, dir, jailNode)
	}, "equivocation"},
	"the log set back": {func(t *testing.T, dir string) {
		db, err := sql.Open("sqlite", filepath.Join(dir, jailNode, "sallyport.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var note string
		if err := db.QueryRowContext(t.Context(), `SELECT note FROM checkpoints WHERE size > 0 ORDER BY size LIMIT 1`).Scan(&note); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, jailNode, "log", "tiles", "checkpoint"), []byte(note), 0o600); err != nil {
			t.Fatal(err)
		}
	}, "log-shrank"},
	"an entry of the log changed": {func(t *testing.T, dir string) {
		entries := filepath.Join(dir, jailNode, "log", "tiles", "tile", "entries")
		err := filepath.WalkDir(entries, func(name string, d fs.DirEntry, err error) error { // those of earlier checkpoints too
			if err != nil || d.IsDir() || !strings.Contains(name, "000") {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			data[len(data)-10] ^= 1
			return os.WriteFile(name, data, 0o600)
		})
		if err != nil {
			t.Fatal(err)
		}
	}, "entry-damaged"},
}

// checkAtAServer reads the logs from a web server, by the logs alone.
func checkAtAServer(t *testing.T, dir string) {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	tiles := func(node string) string { return server.URL + "/" + node + "/log/tiles" }
	key := func(node string) string { return filepath.Join(dir, node, "log", "log.pub") }
	status, out, complaint := reconciled(tiles(hubNode), tiles(jailNode), "--key-a", key(hubNode), "--key-b", key(jailNode))
	if status != 0 || !strings.Contains(out, "What it cannot show") {
		t.Errorf("status %d: %s%s", status, out, complaint)
	}
	if status, _, complaint := reconciled(tiles(hubNode), tiles(jailNode), "--key-a", key(jailNode), "--key-b", key(jailNode)); status != 1 || !strings.Contains(complaint, "not signed by") {
		t.Errorf("another's key: status %d: %s", status, complaint)
	}
	if status, _, complaint := reconciled(tiles(hubNode), tiles(jailNode)); status != 0 {
		t.Errorf("the keys as they are served: status %d: %s", status, complaint)
	}
	server.Close()
	if status, _, complaint := reconciled(tiles(hubNode), tiles(jailNode), "--key-a", key(hubNode)); status != 3 {
		t.Errorf("no server: status %d: %s", status, complaint)
	}
}

// checkBadInput: what is no log, no book and no node ends with status 2 and one line that says so.
func checkBadInput(t *testing.T, dir string) {
	t.Helper()
	at := func(name ...string) string { return filepath.Join(append([]string{dir}, name...)...) }
	hub, jail, book := at(hubNode, "log"), at(jailNode, "log"), at(hubNode+".book")
	for want, args := range map[string][]string{
		"give two":                {hub},
		"both are logs of hub":    {hub, hub},
		"no such file":            {hub, at("nobody")},
		"name a log's folder":     {hub, dir},
		"a second book of hub":    {hub, jail, "--book", book, "--book", book},
		"the book is of the log":  {at("us-il.cook", "log"), jail, "--book", book},
		"not a line of a book":    {hub, jail, "--book", at(hubNode, "log", "log.pub")},
		"none.book:@0: file":      {hub, jail, "--book", at("none.book")},
		"give --node":             {"--export", at("x.book")},
		"name a node's folder":    {"--export", at("x.book"), "--node", dir},
		"nobody: no such file or": {"--export", at("x.book"), "--node", at("nobody")},
	} {
		status, out, complaint := reconciled(args...)
		if status != 2 || out != "" || !strings.Contains(complaint, want) || strings.Count(complaint, "\n") != 1 {
			t.Errorf("%q: status %d: %s%s", args, status, out, complaint)
		}
	}
}
