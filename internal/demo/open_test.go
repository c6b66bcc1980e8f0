package demo

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/casework"
)

// TestWhatIsLeftWaitsForAPerson: each booking stands where a visitor's part begins, at noon of the day, and stays there when the pages are opened again.
func TestWhatIsLeftWaitsForAPerson(t *testing.T) {
	t.Parallel()
	w := openWorld(t)
	w.People = 24
	want := map[string][2]casework.Stage{ // at the jail, at the hub
		"Halvard Quist": {casework.Booked, casework.Candidates}, "Bettina Orlov": {casework.Booked, casework.Unresolved},
		"Severin Adair": {casework.Booked, casework.MayBeAsked}, "Lucasta Brandt": {casework.Open, casework.Sent},
		"Ottoline Frey": {casework.Held, casework.Held}, "Dario Venn": {casework.Booked, casework.Unresolved},
	}
	for range 2 {
		if err := w.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := map[string][2]casework.Stage{}
		for _, p := range w.people() {
			if !p.left() {
				continue
			}
			at, err := stage(t.Context(), &w.jails[p.booking.jail.place].Desk.Node, &p)
			if err != nil {
				t.Fatal(err)
			}
			there, err := stage(t.Context(), &w.hub.Desk.Node, &p)
			if err != nil {
				t.Fatal(err)
			}
			got[p.booking.name] = [2]casework.Stage{at.State.Stage, there.State.Stage}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		now, err := w.Clock(t.Context(), func() time.Time { return founded })
		if err != nil {
			t.Fatal(err)
		}
		if !now().Equal(opened) {
			t.Errorf("the clock begins at %v", now())
		}
		if err := w.Follow(t.Context(), now()); err != nil {
			t.Fatal(err)
		}
	}
}
