package main

import (
	"errors"
	"fmt"
	"image"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/ledger"
	"sallyport/internal/link"
	"sallyport/internal/node"
	"sallyport/internal/outside/postgrestest"
	"sallyport/internal/reconcile"
	"sallyport/internal/store"
	"sallyport/internal/store/postgres"
	"sallyport/itl/ebts"
)

const knownORI, unknownORI = "CA0190000", "CA0190001"

// runningPair is a hub and a jail that run on loopback. The hub does not know one of the identifiers that the jail books under.
type runningPair struct {
	*node.Trial
	jail *node.Agency
}

func runPair(t *testing.T, dir string) runningPair {
	t.Helper()
	book, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	trial, err := node.OpenTrial(t.Context(), dir, []node.Jail{{Place: "us-ca/los-angeles", ORI: knownORI}}, book, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- trial.ServeLinks(t.Context()) }()
	t.Cleanup(func() { // the test's context has ended
		if err := errors.Join(<-ended, trial.Close()); err != nil {
			t.Error(err)
		}
	})
	return runningPair{trial, trial.Agencies[0]}
}

// book has the jail book somebody invented, whose prints are a pattern.
func (p *runningPair) book(t *testing.T, number int, ori string) {
	t.Helper()
	at := time.Date(2015, 8, 3, 9, number, 0, 0, time.UTC)
	c := ebts.CAR{
		Control: ebts.Control{TCN: fmt.Sprintf("TRIAL-2015-%06d", number), DAI: "WVHUBTRY1", ORI: ori, Date: at, Priority: 4},
		Retain:  true, CRI: []string{ori}, Arrest: at, Charges: []ebts.Charge{{Date: at, Offense: "PC 602"}},
		Person: ebts.Person{Name: "NOBODY,IDA", Birth: []string{"19900101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for finger := range 10 {
		img := image.NewGray(image.Rect(0, 0, 320, 400))
		for i := range img.Pix {
			img.Pix[i] = byte(i * (finger + 3))
		}
		print, err := ebts.NewPrint(finger+1, true, img)
		if err != nil {
			t.Fatal(err)
		}
		c.Prints = append(c.Prints, print)
	}
	transaction, err := c.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	clerk := sallyport.Actor{ID: "P. Quillon", Office: "us-ca/los-angeles", Role: sallyport.JailClerk}
	if _, _, err := p.jail.Desk.Book(t.Context(), clerk, fmt.Sprintf("%d.eft", number), transaction.Append(nil), at, nil); err != nil {
		t.Fatal(err)
	}
}

// TestReconcileRunning compares the books of two nodes while they run: with what was refused, and with what is in flight.
func TestReconcileRunning(t *testing.T) {
	t.Parallel()
	dir := scratch(t)
	p := runPair(t, dir)
	p.book(t, 1, knownORI)
	p.book(t, 2, unknownORI)
	p.book(t, 3, knownORI)
	if err := p.jail.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.book(t, 4, knownORI)
	for _, n := range p.Nodes() {
		if _, err := n.CatchUp(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	report := reconcilePair(t, dir)
	sent := report.Streams[0]
	if len(report.Differences) > 0 || *sent.Sent != 4 || *sent.Received != 3 || *sent.Refused != 1 || *sent.Acknowledged != 3 || sent.CountsDiffer {
		t.Errorf("%+v", report)
	}
	if len(report.Pending) != 1 || report.Pending[0].Kind != reconcile.InFlight || report.Pending[0].Number != 4 {
		t.Errorf("on the way: %+v", report.Pending)
	}
	checkNobody(t, dir, "NOBODY", "TRIAL-2015", "19900101", "another node's")
	change(t, dir, jailNode, `DELETE FROM events WHERE body LIKE '%message refused%'`)
	report = reconcilePair(t, dir)
	if got := kinds(&report); got != "refusal-not-noted unaccounted" || report.Differences[0].Number != 2 {
		t.Errorf("%+v", report.Differences)
	}
}

// checkNobody: a book has nothing of a person, and not why a message was refused.
func checkNobody(t *testing.T, dir string, words ...string) {
	t.Helper()
	for _, name := range []string{hubNode, jailNode} {
		book, err := os.ReadFile(filepath.Join(dir, name+".book"))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if strings.Contains(string(book), word) {
				t.Errorf("the book of %s has %q", name, word)
			}
		}
	}
}

// TestExportFromPostgres writes the book of a node that keeps its record in PostgreSQL, as its configuration says.
func TestExportFromPostgres(t *testing.T) {
	t.Parallel()
	dir, url := scratch(t), postgrestest.Start(t).Database(t)
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	log, err := ledger.Open(t.Context(), filepath.Join(dir, "log"), testLog("hub"))
	if err != nil {
		t.Fatal(err)
	}
	err = s.InTx(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Queue("jail", "case-1", time.Unix(0, 0), func(number int64) (envelope, digest []byte, err error) {
			m := link.Message{From: "hub", To: "jail", Number: number, Case: "case-1", Kind: "closed", At: time.Unix(0, 0).UTC(), Salt: make([]byte, 32), Body: []byte("{}")}
			payload, err := m.Encode()
			if err != nil {
				return nil, nil, err
			}
			body, salt, err := m.Line()
			return []byte("sealed"), link.Digest(payload), errors.Join(err, tx.AddEvent(m.Case, body, salt, m.At))
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = log.CatchUp(t.Context(), s, time.Now())
	if err := errors.Join(err, log.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) string {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return filepath.Join(dir, name)
	}
	config, book := write("hub.yaml", fmt.Sprintf("dir: %s\ndatabase: %q\n", dir, url)), filepath.Join(dir, "hub.book")
	if status, _, complaint := reconciled("--export", book, "--node", config); status != 0 || !strings.Contains(complaint, "1 line of its record, 1 of messages; 1 held") {
		t.Errorf("status %d: %s", status, complaint)
	}
	if status, _, complaint := reconciled("--export", book, "--node", write("no.yaml", "name: hub\n")); status != 2 || !strings.Contains(complaint, "no.yaml: dir: not given") {
		t.Errorf("status %d: %s", status, complaint)
	}
}
