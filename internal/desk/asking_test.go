package desk

import (
	"errors"
	"slices"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// TestFormsOfAPersonWhoMayBeAskedAbout: each form is judged before it is sent, nobody else learns of it, and the reading is on the record.
func TestFormsOfAPersonWhoMayBeAskedAbout(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := confirm(t, d)
	if _, err := d.Asking(ctx, anOfficer, "s", minutes(4)); !errors.Is(err, store.ErrNone) {
		t.Error("an officer saw somebody whom the door had not judged:", err)
	}
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(4), felon()), d.Screen(ctx, "s", minutes(5)))
	var denied *roles.Denied
	if _, err := d.Asking(ctx, aClerk, "s", minutes(6)); !errors.As(err, &denied) {
		t.Error(err)
	}
	a, err := d.Asking(ctx, anOfficer, "s", minutes(6))
	must(t, err)
	found := map[string]*Form{}
	for i, f := range a.Forms {
		found[f.Action+" "+f.Form] = &a.Forms[i]
		for _, door := range f.Decision.Doors {
			if door.Door != "federal" || slices.ContainsFunc(door.Rules, func(r sallyport.AppliedRule) bool { return r.Because != nil }) {
				t.Error("more than the federal door, or values of facts:", door)
			}
		}
	}
	if f := found["notify I-247N"]; !f.May() || f.Decision.Outcome != sallyport.Permitted {
		t.Errorf("%+v", f)
	}
	if f := found["hold I-247D"]; f.Decision.Outcome == sallyport.Refused || !slices.Contains(f.States, "request.probable_cause") {
		t.Errorf("%+v", f)
	}
	if f := found["hold I-247"]; f.May() {
		t.Errorf("a form that was not in use that day: %+v", f)
	}
	all, more, err := d.Askables(ctx, anOfficer, Mark{}, 1)
	if err != nil || more || len(all) != 1 || all[0].ID != "s" {
		t.Error(all, more, err)
	}
	if behind, _, err := d.Askables(ctx, anOfficer, Mark{all[0].At, all[0].ID}, 1); err != nil || len(behind) != 0 {
		t.Error(behind, err)
	}
	must(t, d.AskAndJudge(ctx, anOfficer, "s", sallyport.Request{Action: "notify", Form: "I-247N", At: minutes(7)}, holdForm))
	sent, further, err := d.Sent(ctx, anOfficer, 10)
	if err != nil || len(further) != 0 || len(sent) != 1 || sent[0].State.Stage != casework.Sent || sent[0].State.Match != "" {
		t.Error(sent, err)
	}
	record, err := d.Record(ctx, "s")
	must(t, err)
	if !slices.ContainsFunc(record.Entries, func(e Entry) bool { return e.Kind == "read: record" && e.Actor.ID == anOfficer.ID }) {
		t.Error("the reading is not on the record")
	}
}
