package desk

import (
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/receipt"
	"sallyport/internal/store"
	"sallyport/proof"
)

// agreed walks a request to where a copy of it can be served.
func agreed(t *testing.T, d *pair, action, form string) {
	t.Helper()
	asked(t, d, action, form)
	must(t, d.jail.Accept(t.Context(), aJailer, "s", minutes(9)), d.jail.Answer(t.Context(), aSupervisor, "s", minutes(10), true))
}

func lookUp(t *testing.T, n *Jail, code string) *receipt.Found {
	t.Helper()
	found, err := n.LookUp(t.Context(), code)
	must(t, err)
	return found
}

func kindsOf(lines []receipt.Line) (kinds []string) {
	for _, line := range lines {
		kinds = append(kinds, line.Kind)
	}
	return kinds
}

// TestWhatACopySays: the statement that was served is a line of the record under the salt that the code gives, and holds nothing of the person.
func TestWhatACopySays(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	d.jail.Origin = "example.com/franklin"
	agreed(t, d, "hold", "I-247D")
	code, err := d.jail.Serve(t.Context(), aJailer, "s", minutes(11))
	must(t, err)
	found := lookUp(t, d.jail, strings.ToLower(code))
	said := found.Statement.Statement
	if said == nil || found.Statement.State != receipt.Recorded || found.Bundle != nil || found.Statement.Kind != "copy served" || !found.Statement.At.Equal(minutes(11)) {
		t.Fatalf("%+v", found)
	}
	if len(said.Doors) != 2 || said.Doors[0].Door != "local" || said.Doors[0].Outcome != sallyport.Silent || said.Doors[1].Outcome != sallyport.Permitted || len(said.Doors[1].Grounds) == 0 ||
		said.Doors[1].Grounds[0].Cite == "" {
		t.Errorf("%+v", said.Doors)
	}
	until := said.HoldUntil
	said.Doors, said.HoldUntil = nil, minutes(0)
	want := &sallyport.Statement{Place: "us-oh/franklin", Action: "hold", Form: "I-247D", Received: said.Received, Answer: sallyport.AnswerAgrees, Answered: minutes(10).UTC(), HoldUntil: minutes(0)}
	said.Answered = said.Answered.UTC()
	if diff := cmp.Diff(want, said); diff != "" || until.IsZero() || !said.Received.Equal(minutes(7)) {
		t.Errorf("%s until %v, received %v", diff, until, said.Received)
	}
	if kinds := kindsOf(found.Later); !slices.Equal(kinds, []string{"both doors after service"}) {
		t.Errorf("%q", kinds)
	}
	parsed, err := proof.ParseCode(code)
	must(t, err)
	stretched := parsed.Stretch("example.com/franklin")
	must(t, d.jail.Store.View(t.Context(), func(tx *store.Tx) error {
		events, err := tx.EventsOf("s")
		for _, e := range events {
			line, wrong := e.Decode()
			if is := e.Salt == hex.EncodeToString(stretched.Salt[:]); is != (wrong == nil && line.Statement != nil) {
				t.Errorf("%s under salt %s", e.Body, e.Salt)
			}
			for _, secret := range []string{"2013-04-22", "burglary", "2911.12", code, strings.ReplaceAll(code, "-", "")} {
				if strings.Contains(e.Body, secret) || strings.Contains(e.Salt, secret) {
					t.Errorf("%s in %s", secret, e.Body)
				}
			}
		}
		return err
	}))
}

// TestACopyOfWhatIsNotAnswered: from the first moment on, and of what was declined and is over.
func TestACopyOfWhatIsNotAnswered(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "notify", "I-247N")
	ctx, j := t.Context(), d.jail
	early, err := j.GiveCopy(ctx, aJailer, "s", minutes(8))
	must(t, err)
	if j.stage(t) != casework.Registered {
		t.Error("a copy moved it to", j.stage(t))
	}
	if said := lookUp(t, j, early).Statement.Statement; said.Answer != sallyport.AnswerOpen || !said.Answered.IsZero() || said.Doors != nil || said.Action != "notify" {
		t.Errorf("%+v", said)
	}
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.Answer(ctx, aSupervisor, "s", minutes(10), false))
	late, err := j.GiveCopy(ctx, aJailer, "s", minutes(11))
	must(t, err)
	if said := lookUp(t, j, late).Statement.Statement; said.Answer != sallyport.AnswerRefuses || !said.Answered.Equal(minutes(10)) || len(said.Doors) != 1 || said.Ended != casework.Declined {
		t.Errorf("%+v", said)
	}
	if kinds := kindsOf(lookUp(t, j, early).Later); !slices.Equal(kinds, []string{"local door", "answered", "copy given"}) {
		t.Errorf("%q", kinds)
	}
	if _, err := j.GiveCopy(ctx, anOfficer, "s", minutes(12)); err == nil {
		t.Error("a field officer gave a copy")
	}
	if _, err := j.ServeAgain(ctx, aJailer, "s", minutes(12)); !errors.As(err, new(*NotNow)) {
		t.Error(err)
	}
	d.deliver(t) // nothing of a copy is the hub's business, and the messages are taken
	if d.stage(t) != casework.Ended {
		t.Error(d.stage(t))
	}
}

// TestACopyOfWhatIsJudgedAnew: a word of the local door that no longer holds is not on it, and of two that hold the last is.
func TestACopyOfWhatIsJudgedAnew(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "notify", "I-247N")
	ctx, j := t.Context(), d.jail
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.RecordFacts(ctx, aJailer, "s", minutes(10), custody[2:]))
	between, err := j.GiveCopy(ctx, aJailer, "s", minutes(11))
	must(t, err)
	if said := lookUp(t, j, between).Statement.Statement; said.Doors != nil {
		t.Errorf("%+v", said)
	}
	must(t, j.Accept(ctx, aJailer, "s", minutes(12)))
	after, err := j.GiveCopy(ctx, aJailer, "s", minutes(13))
	must(t, err)
	if said := lookUp(t, j, after).Statement.Statement; len(said.Doors) != 1 || !said.Doors[0].At.Equal(minutes(12)) {
		t.Errorf("%+v", said)
	}
}

// TestACodeOutlivesThePurge: what the copy said, and that everything about the person is gone.
func TestACodeOutlivesThePurge(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	agreed(t, d, "notify", "I-247N")
	ctx, j := t.Context(), d.jail
	code, err := j.Serve(ctx, aJailer, "s", minutes(11))
	must(t, err)
	again, err := j.ServeAgain(ctx, aJailer, "s", minutes(12))
	must(t, err, j.Release(ctx, aJailer, "s", minutes(600)))
	d.deliver(t)
	must(t, j.PurgeAll(ctx, minutes(600).AddDate(0, 2, 0)), j.PurgeAll(ctx, minutes(600).AddDate(0, 2, 0)))
	for _, c := range []string{code, again} {
		found := lookUp(t, j, c)
		if found.Statement.Statement.Answer != sallyport.AnswerAgrees || found.Later[len(found.Later)-1].Kind != "purged" {
			t.Errorf("%+v", found)
		}
	}
	if _, err := j.GiveCopy(ctx, aJailer, "s", minutes(601).AddDate(0, 2, 0)); !errors.As(err, new(*NotNow)) {
		t.Error("a copy of what is gone:", err)
	}
	if err := j.ChallengeByCode(ctx, code, minutes(601).AddDate(0, 2, 0), casework.Identity, "somebody else"); !errors.As(err, new(*NotNow)) {
		t.Error(err)
	}
}

func TestLookUpOfNoCode(t *testing.T) {
	t.Parallel()
	j := newPair(t).jail
	if _, err := j.LookUp(t.Context(), proof.Code{1}.String()); !errors.Is(err, ErrNoCopy) {
		t.Error(err)
	}
	for _, typed := range []string{"", "0000-0000-0000-0000", "0000-0000-0000-0000-1"} {
		if _, err := j.LookUp(t.Context(), typed); !errors.As(err, new(*CodeSlip)) {
			t.Errorf("%q: %v", typed, err)
		}
		if err := j.ChallengeByCode(t.Context(), typed, minutes(1), casework.Identity, "x"); !errors.As(err, new(*CodeSlip)) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
