package desk

import (
	"errors"
	"testing"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/returns"
	"sallyport/roles"
)

// TestNotesForAReturn: only people of the jail, only where the law asks, only of a request, and long after it is over.
func TestNotesForAReturn(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	j := NewJail(newNode(t, "cook"), "us-il/cook", "")
	clerk := sallyport.Actor{ID: "J", Office: "us-il/cook", Role: sallyport.JailClerk}
	id, err := j.Register(ctx, clerk, minutes(1), sallyport.Request{Action: "hold", Form: "I-247A", By: "O", At: minutes(1)}, "fax", "main jail", nil)
	must(t, err, j.SetAside(ctx, clerk, id, minutes(2), "the person was moved"))
	must(t, j.PurgeAll(ctx, minutes(60*24*40)))
	left := sallyport.Return{Left: returns.Transferred, To: "us-il/lake", At: minutes(3)}
	late := minutes(60 * 24 * 50)
	if err := j.NoteReturn(ctx, sallyport.Actor{ID: "K", Office: "us-oh/franklin", Role: sallyport.JailClerk}, id, late, left); !errors.Is(err, ErrOffice) {
		t.Error("another jail's clerk:", err)
	}
	if err := j.NoteReturn(ctx, sallyport.Actor{ID: "O", Office: "us-il/cook", Role: sallyport.Officer}, id, late, left); !errors.As(err, new(*roles.Denied)) {
		t.Error("a field officer:", err)
	}
	if err := j.NoteReturn(ctx, clerk, id, late, sallyport.Return{Offence: "7282.5(a)(1)"}); !errors.As(err, new(*Unfit)) {
		t.Error("what another state asks:", err)
	}
	if err := j.NoteReturn(ctx, clerk, "nobody", late, left); !errors.Is(err, store.ErrNone) {
		t.Error("of nobody:", err)
	}
	must(t, j.NoteReturn(ctx, clerk, id, late, left))
	must(t, j.Store.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.EventsOf(id)
		must(t, err)
		last, err := lines[len(lines)-1].Decode()
		if last.Kind != returns.Noted || last.Return == nil || last.Return.To != "us-il/lake" || last.Actor != clerk {
			t.Errorf("%+v", last)
		}
		return err
	}))
}
