package demo

import (
	"errors"
	"image"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/ebts"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

func openWorld(t *testing.T) *World {
	t.Helper()
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	w, err := OpenWorld(t.Context(), t.TempDir(), book)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	w.People, w.Seed = 11, 2015
	return w
}

// came is what came of one booking, in the fewest words that tell the twelve apart.
type came struct {
	Asks                  []string // what was asked: federal outcome, local outcome, a deciding rule
	Ended, Before, Missed string
}

func TestEveryBookingComesOutAsTheStorySays(t *testing.T) {
	t.Parallel()
	w := openWorld(t)
	books, err := w.Walk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	story, err := w.Story(t.Context(), books)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]came{}
	for i := range story.Cases {
		c := &story.Cases[i]
		got[c.Name] = summary(c)
		for _, r := range c.Records {
			if c.Stage != casework.Purged || r.Receipt == "" {
				t.Errorf("%s is %s, receipt of %s %q: not purged", c.Name, c.Stage, r.Book, r.Receipt)
			}
		}
	}
	want := map[string]came{
		"Amaro Veltz": {[]string{"notify on I-247N: permitted pep.1d.felony, silent"}, casework.Notified, "permitted", ""},
		"Ilse Corvane": {[]string{"hold on I-247D: refused pep.request.notification-default", "notify on I-247N: permitted pep.1d.felony, silent"},
			casework.Notified, "permitted", ""},
		"Tomas Ferrandel":    {[]string{": refused pep.charge-only.refuse"}, casework.NotAsked, "permitted", ""},
		"Noor Hallam":        {[]string{"hold on I-247D: unresolved pep.serve-copy, refused us-ca.trust-2014.a3.straight-misdemeanor"}, casework.LocalLaw, "refused", "request.served_at"},
		"Pavel Ostrander":    {[]string{"notify on I-247N: permitted pep.1d.felony, refused us-il-cook.46-37.b.communications"}, casework.LocalLaw, "refused", ""},
		"Marisol Tench":      {[]string{": unresolved pep.1d.federal-immigration-felony"}, casework.Lapsed, "permitted", "officer.fod_immigration_felony"},
		"Jonah Adeyemi-Rook": {[]string{"notify on I-247N: permitted pep.1d.felony, refused us-ca-sf.memo-2015"}, casework.LocalLaw, "refused", ""},
		"Renata Soleil":      {[]string{": unresolved us.stop.citizenship-indicated"}, casework.Lapsed, "unresolved", ""},
		"Viktor Lindqvarn": {[]string{"hold on I-247D: unresolved pep.serve-copy, silent, served: permitted until 2015-09-05T16:00:00-04:00"},
			casework.Expired, "permitted", "request.served_at"},
		"Leonie Drax":     {[]string{"notify on I-247N: permitted pep.1d.felony, silent"}, casework.Declined, "permitted", ""},
		"Casimir Bohn":    {[]string{": not reached"}, casework.NotConfirmed, "", ""},
		"Odile Marchetti": {[]string{": not reached"}, casework.NoMatch, "", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	checkNothingOfAPersonIsLeft(t, w)
	var table strings.Builder
	if err := story.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"12 Odile Marchetti", "PEP Memo p. 2", "#", "Secure Communities"} {
		if !strings.Contains(table.String(), words) {
			t.Errorf("the table does not say %q", words)
		}
	}
}

func summary(c *Case) (s came) {
	s.Ended = c.Ended
	if c.Before != nil {
		s.Before = string(c.Before.Outcome)
	}
	for _, a := range c.Asks {
		line := a.What + ": not reached"
		if a.Federal != nil {
			line = a.What + ": " + outcomeAndRule(a.Federal)
			if missing := a.Federal.Missing; len(missing) > 0 {
				s.Missed = missing[0]
			}
		}
		if a.Local != nil {
			line += ", " + outcomeAndRule(a.Local)
		}
		if a.Served != nil && a.Served.Hold != nil {
			line += ", served: " + string(a.Served.Outcome) + " until " + a.Served.Hold.Until.Format("2006-01-02T15:04:05Z07:00")
		}
		s.Asks = append(s.Asks, line)
	}
	return s
}

func outcomeAndRule(j *Judged) string {
	rules := Deciding(&j.Decision)
	if len(rules) == 0 {
		return string(j.Outcome)
	}
	return string(j.Outcome) + " " + rules[len(rules)-1].ID
}

func checkNothingOfAPersonIsLeft(t *testing.T, w *World) {
	t.Helper()
	for _, n := range w.trial.Nodes() {
		err := n.Store.View(t.Context(), func(tx *store.Tx) error {
			all, err := tx.Submissions("")
			for _, s := range all {
				facts, err1 := tx.Facts(s.ID)
				candidates, err2 := tx.Candidates(s.ID)
				_, err3 := tx.Document(s.ID, "transaction")
				_, err4 := tx.Document(s.ID, "prints")
				if !errors.Is(err3, store.ErrNone) || !errors.Is(err4, store.ErrNone) || len(facts)+len(candidates) > 0 || s.State.Match != "" || strings.Contains(s.TCN, "TRIAL") {
					t.Errorf("%s: %s: %d facts, %d candidates, match %q after the purge", n.Config.Name, s.TCN, len(facts), len(candidates), s.State.Match)
				}
				err = errors.Join(err, err1, err2)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = filepath.WalkDir(n.Config.Folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				t.Error("a file is left:", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestBookingIsATransactionInOrder(t *testing.T) {
	t.Parallel()
	var prints [10]*image.Gray
	for i := range prints {
		prints[i] = image.NewGray(image.Rect(0, 0, 320, 400))
		for at := range prints[i].Pix {
			prints[i].Pix[at] = byte(at * (i + 3))
		}
	}
	data, err := car(&bookings[0], "TRIAL-2015-000001", prints)
	if err != nil {
		t.Fatal(err)
	}
	transaction, err := itl.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(conform.Check(transaction), ebts.Check(transaction)...) {
		t.Error(f.Error())
	}
	if len(transaction.Records) != 12 {
		t.Errorf("%d records", len(transaction.Records))
	}
}
