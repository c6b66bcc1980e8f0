package tamper_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sallyport/internal/audit"
	"sallyport/record"
)

// TestNodesLogIsClean: what a node makes, its book bears out.
func TestNodesLogIsClean(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"hub", "us-oh.franklin"} {
		n := newNode(t, name).days(4).close()
		r := n.verify(audit.Given{Older: map[string][]byte{"first": []byte(n.first)}, Book: n.exported()})
		if len(r.Findings) > 0 || r.Counts.Pending != "" || r.Counts.FirstDay != "2015-08-03" || r.Counts.LastDay != "2015-08-06" || r.Counts.Events != 4*4 || r.Book.Proved != 16 {
			t.Error(name, r.Findings, r.Counts, r.Book)
		}
	}
}

// TestTampering lays hands on a node's log, as whoever serves it can, as its operator can who has its key, and as whoever can write to its database: each
// is named. docs/operate/verify.md has the list.
func TestTampering(t *testing.T) {
	t.Parallel()
	const line = "sallyport line v1"
	for name, c := range map[string]struct {
		do   func(n *nodeLog)
		book bool // it takes the book
		want audit.Kind
		say  string
	}{
		"an entry changed where the log is served": {do: func(n *nodeLog) {
			edit(n.t, filepath.Join(n.dir, "tiles", "tile", "entries", "000.p", "*"), func(data []byte) { data[1500] ^= 1 })
		}, want: audit.EntryDamaged, say: "#"},
		"a tile changed where the log is served": {do: func(n *nodeLog) {
			edit(n.t, filepath.Join(n.dir, "tiles", "tile", "0", "000.p", "*"), func(data []byte) { data[100] ^= 1 })
		}, want: audit.TileDamaged, say: "tile/0/000.p/"},
		"a leaf changed, and signed anew": {do: func(n *nodeLog) {
			all := n.leaves()
			all[5] = all[6]
			n.rewrite(all)
		}, want: audit.Rewritten, say: "first"},
		"a leaf dropped, and signed anew": {do: func(n *nodeLog) { n.rewrite(slices.Delete(n.leaves(), 5, 6)) }, want: audit.Rewritten, say: "first"},
		"two leaves exchanged, and signed anew": {do: func(n *nodeLog) {
			all := n.leaves()
			all[4], all[5] = all[5], all[4]
			n.rewrite(all)
		}, want: audit.Rewritten, say: "first"},
		"padding left out": {do: func(n *nodeLog) { n.rewrite(slices.Delete(n.leaves(), len(n.leaves())-30, len(n.leaves())-29)) }, want: audit.SlotSize, say: "1 are missing"},
		"the log cut back": {do: func(n *nodeLog) { n.rewrite(n.leaves()[:7]) }, want: audit.Shrank, say: "first"},
		"a batch withheld": {do: func(n *nodeLog) {
			all := n.leaves()
			from := at(n.t, all, at(n.t, all, 0, "sallyport day"), "sallyport day")
			to := from + 1
			for !isCommitment(all[to]) {
				to++
			}
			n.rewrite(slices.Delete(all, from, to))
		}, want: audit.DayMissing, say: "the batch of 2015-08-05 behind that of 2015-08-03"},
		"a line changed in its batch": {do: func(n *nodeLog) {
			all := n.leaves()
			i := at(n.t, all, 0, line)
			all[i] = changed(n.t, all[i])
			n.rewrite(all)
		}, want: audit.BatchDigest, say: "2015-08-03"},
		"a line changed, and its head with it": {do: func(n *nodeLog) {
			all := n.leaves()
			i := at(n.t, all, 0, "sallyport day")
			all[i+1] = changed(n.t, all[i+1])
			head, err := record.Decode(all[i])
			if err != nil {
				n.t.Fatal(err)
			}
			d := head.(record.Day)
			d.Digest = record.Digest(all[i+1 : i+1+d.Lines+d.Shared])
			d.Events++
			if all[i], err = record.Encode(d); err != nil {
				n.t.Fatal(err)
			}
			n.rewrite(all)
		}, book: true, want: audit.BatchRecount, say: "the book does not give"},
		"a law's leaf changed": {do: func(n *nodeLog) {
			l := trust
			l.Rules = strings.Repeat("d", 64)
			leaf, err := record.Encode(l)
			if err != nil {
				n.t.Fatal(err)
			}
			all := n.leaves()
			all[1] = leaf
			n.rewrite(all)
		}, want: audit.LawUnknown, say: "us-ca/trust@2014-01-01#bbbbbbbbbbbbbbbb in 3 lines"},
		"a row of the database edited": {do: func(n *nodeLog) {
			n.exec(`UPDATE events SET body = replace(body, 'permitted', 'refused') WHERE seq = 5`)
		}, book: true, want: "not-in-log", say: "event #5 of"},
		"a row of the database deleted": {do: func(n *nodeLog) { n.exec(`DELETE FROM events WHERE seq = 11`) }, book: true, want: "unaccounted", say: "neither an event of the book nor padding: entr"},
		"a row's place in the log edited": {do: func(n *nodeLog) {
			n.exec(`UPDATE commitments SET idx = 9999 WHERE event = 7`)
		}, book: true, want: "other-index", say: "event #7"},
		"a seed of padding edited": {do: func(n *nodeLog) {
			n.exec(`UPDATE slots SET seed = '` + strings.Repeat("0", 64) + `' WHERE first = (SELECT max(first) FROM slots)`)
		}, book: true, want: "unaccounted", say: "neither an event of the book nor padding: entr"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNode(t, "hub").days(3).close()
			c.do(n)
			var book *audit.Book
			if c.book {
				book = n.exported()
			}
			r := n.verify(audit.Given{Older: map[string][]byte{"first": []byte(n.first)}, Book: book})
			i := slices.IndexFunc(r.Findings, func(f audit.Finding) bool { return f.Kind == c.want && strings.Contains(f.String(), c.say) })
			if i < 0 {
				t.Fatalf("%v", r.Findings)
			}
			t.Log(&r.Findings[i])
		})
	}
}

func isCommitment(leaf []byte) bool { return len(leaf) == record.Size }

func changed(t *testing.T, leaf []byte) []byte {
	t.Helper()
	p, err := record.Decode(leaf)
	if err != nil {
		t.Fatal(err)
	}
	l := p.(record.Line)
	l.N++
	if leaf, err = record.Encode(l); err != nil {
		t.Fatal(err)
	}
	return leaf
}

// edit changes each file of a pattern that is long enough.
func edit(t *testing.T, pattern string, change func([]byte)) {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatal(pattern, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 1500 {
			change(data)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// exec changes the database behind the node's back.
func (n *nodeLog) exec(statement string) {
	n.t.Helper()
	db, err := sql.Open("sqlite", n.database)
	if err != nil {
		n.t.Fatal(err)
	}
	result, err := db.ExecContext(context.Background(), statement)
	if err != nil {
		n.t.Fatal(err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows != 1 {
		n.t.Fatal(statement, rows, err)
	}
	if err := db.Close(); err != nil {
		n.t.Fatal(err)
	}
}
