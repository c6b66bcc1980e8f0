package casework

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
)

// TestACopyCanAlwaysBeGiven: once something is asked, before and after the answer and the end, and it changes nothing but what the record says.
func TestACopyCanAlwaysBeGiven(t *testing.T) {
	t.Parallel()
	copied := Event{Kind: GiveCopy, Actor: jailClerk, At: start, Statement: &sallyport.Statement{Action: "hold"}, Salt: "secret"}
	refused := join(toClosed, Event{Kind: Answer, Actor: supervisor})
	for name, before := range map[string][]Event{
		"registered": toClosed[:1], "closed": toClosed, "open": toOpen, "refused": refused, "agreed": toServed[:3], "served": toServed, "to hold": toToHold, "held": toHeld,
		"lapsed": join(toOpen, Event{Kind: Lapse, Actor: machine}),
	} {
		was := walk(t, &Request, before)
		now, lines, err := Request.Step(was, copied)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(was, now); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if len(lines) != 1 || lines[0].Statement != copied.Statement || lines[0].Kind != "copy given" {
			t.Errorf("%s: %+v", name, lines)
		}
	}
	purging := join(refused, Event{Kind: BeginPurge, Actor: machine})
	for name, before := range map[string][]Event{
		"nothing": nil, "booked": {{Kind: Book, Actor: machine}}, "nothing asked": {{Kind: Book, Actor: machine}, {Kind: Close, Actor: machine}},
		"purging": purging, "purged": join(purging, Event{Kind: EndPurge, Actor: machine}),
	} {
		if s, _, err := Request.Step(walk(t, &Request, before), copied); err == nil {
			t.Errorf("%s: a copy of nothing, at %q", name, s.Stage)
		}
	}
	for _, who := range []sallyport.Actor{machine, officer, actor("auditor", sallyport.Auditor)} {
		copied.Actor = who
		if _, _, err := Request.Step(walk(t, &Request, toClosed), copied); err == nil {
			t.Errorf("%s gives copies", who.Role)
		}
	}
	if _, _, err := Submission.Step(walk(t, &Submission, toSent), copied); err == nil {
		t.Error("a copy given at the hub")
	}
}
