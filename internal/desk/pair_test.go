package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
)

// The forms of a hold that the law of Ohio is silent on, and what a jail knows.
var (
	holdForm = []Fact{
		{"request.probable_cause", `["final_order"]`, "form I-247D"}, {"request.special_circumstances", "true", "form I-247D"},
		{"request.warrant", `"none"`, "form I-247D"}, {"request.court_order", "false", "form I-247D"},
		{"request.purpose", `"civil_immigration"`, "form I-247D"}, {"request.lent_by_dhs", "false", "form I-247D"},
	}
	custody = []Fact{{"agency_kind", `"county_jail"`, "the jail's own record"}, {"release.eligible_at", quoteTime(minutes(600)), "booking sheet"},
		{"release.basis", `"sentence_served"`, "booking sheet"}}
)

// asked walks a hold to the jail.
func asked(t *testing.T, d *pair, action, form string) {
	t.Helper()
	ctx := confirm(t, d)
	must(t, d.jail.RecordFacts(ctx, aJailer, "s", minutes(3), custody))
	d.deliver(t)
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(4), append(felon(), Fact{"person.final_order", `"2013-04-22"`, "court record"})),
		d.Screen(ctx, "s", minutes(5)),
		d.Ask(ctx, anOfficer, "s", sallyport.Request{Action: action, Form: form, At: minutes(6)}, holdForm), d.JudgeRequest(ctx, "s", minutes(7)))
	d.deliver(t)
	if d.stage(t) != casework.Sent || d.jail.stage(t) != casework.Registered {
		t.Fatal(d.stage(t), d.jail.stage(t))
	}
}

func TestAHoldThroughBothNodes(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "hold", "I-247D")
	ctx, j := t.Context(), d.jail
	if j.Answer(ctx, aSupervisor, "s", minutes(9), true) == nil {
		t.Error("answered before anybody accepted the claims")
	}
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.Answer(ctx, aSupervisor, "s", minutes(10), true), served(j, minutes(11)))
	d.deliver(t)
	if d.stage(t) != casework.ToHold || j.stage(t) != casework.ToHold {
		t.Fatal(d.stage(t), j.stage(t))
	}
	if j.StartHold(ctx, aJailer, "s", minutes(599)) == nil {
		t.Error("a hold began before custody on the criminal matter ended")
	}
	must(t, j.StartHold(ctx, aJailer, "s", minutes(600)))
	d.deliver(t)
	must(t, j.EndHold(ctx, aJailer, "s", minutes(700), casework.Taken))
	d.deliver(t)
	for name, n := range map[string]*Node{"hub": &d.Node, "jail": &j.Node} {
		records, err := n.Records(ctx)
		must(t, err)
		if got := records[0].Submission.State; got.Stage != casework.Ended || got.Reason != casework.Taken {
			t.Errorf("%s: %+v", name, got)
		}
	}
	linesAgree(t, d)
}

func served(j *Jail, at time.Time) error {
	_, err := j.Serve(context.Background(), aJailer, "s", at)
	return err
}

// TestWhoeverHasTheCopyCanChallenge: by its code, however it is typed.
func TestWhoeverHasTheCopyCanChallenge(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "notify", "I-247N")
	ctx, j := t.Context(), d.jail
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.Answer(ctx, aSupervisor, "s", minutes(10), true))
	code, err := j.Serve(ctx, aJailer, "s", minutes(11))
	must(t, err)
	if len(code) != 21 || j.ChallengeByCode(ctx, "0000-0000-0000-0000-0", minutes(12), casework.Identity, "somebody else") == nil {
		t.Errorf("code %q, or any code leads somewhere", code)
	}
	again, err := j.ServeAgain(ctx, aJailer, "s", minutes(12))
	must(t, err)
	if first, err := j.ByCode(ctx, code); err != nil || first != "s" || again == code {
		t.Error("the first copy's code no longer leads there, or is the second's:", first, err)
	}
	if _, err := j.ServeAgain(ctx, anOfficer, "s", minutes(12)); err == nil {
		t.Error("a field officer served a copy")
	}
	must(t, j.ChallengeByCode(ctx, strings.ToLower(strings.ReplaceAll(code, "-", " ")), minutes(12), casework.Identity, "somebody else"))
	d.deliver(t)
	for name, n := range map[string]*Node{"hub": &d.Node, "jail": &j.Node} {
		records, err := n.Records(ctx)
		must(t, err)
		if got := records[0].Submission.State.Challenges; len(got) != 1 || got[0] != casework.Identity {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// linesAgree compares what both books say of messages.
func linesAgree(t *testing.T, d *pair) {
	t.Helper()
	var lines [2][]string
	for i, n := range []*Node{&d.Node, &d.jail.Node} {
		records, err := n.Records(t.Context())
		must(t, err)
		for _, e := range records[0].Entries {
			if strings.HasPrefix(e.Kind, "told ") {
				lines[i] = append(lines[i], e.Kind[strings.Index(e.Kind, ":"):])
			}
		}
	}
	if len(lines[0]) == 0 || len(lines[0]) != len(lines[1]) {
		t.Errorf("hub %q, jail %q", lines[0], lines[1])
	}
}

// TestWhatTheHubLearnsLaterEndsTheHold: an indication of citizenship at the hub reaches the jail and stops what was in effect.
func TestWhatTheHubLearnsLaterEndsTheHold(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "hold", "I-247D")
	ctx, j := t.Context(), d.jail
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.Answer(ctx, aSupervisor, "s", minutes(10), true), served(j, minutes(11)),
		j.StartHold(ctx, aJailer, "s", minutes(600)))
	d.deliver(t)
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(601), []Fact{{indicated, "true", "birth certificate index"}}))
	d.deliver(t)
	if d.stage(t) != casework.Ended || j.stage(t) != casework.Ended {
		t.Error(d.stage(t), j.stage(t))
	}
}

func TestAChallengeAtTheJailStopsBoth(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "notify", "I-247N")
	ctx, j := t.Context(), d.jail
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.Answer(ctx, aSupervisor, "s", minutes(10), true), served(j, minutes(11)))
	d.deliver(t)
	if d.stage(t) != casework.ToNotify {
		t.Fatal(d.stage(t))
	}
	must(t, j.Challenge(ctx, theDetained, "s", minutes(12), casework.Citizenship, "born in Ohio"))
	d.deliver(t)
	if d.stage(t) != casework.Ended || j.stage(t) != casework.Ended {
		t.Error(d.stage(t), j.stage(t))
	}
	records, err := d.Records(ctx)
	must(t, err)
	judged := map[sallyport.Outcome]int{}
	for _, e := range records[0].Entries {
		if e.At.Equal(minutes(12)) && e.Kind == string(casework.RequestDoor) {
			judged[e.Outcome]++
		}
	}
	if judged[sallyport.Unresolved] != 1 || judged[sallyport.Permitted] != 0 {
		t.Error("the hub's own door did not hear of the person's word:", judged)
	}
}

// TestTheJailsDoorIsItsOwn: whatever the hub says, the jail's supervisor can refuse, and a claim that nobody accepted is no fact.
func TestTheJailsDoorIsItsOwn(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "notify", "I-247N")
	ctx, j := t.Context(), d.jail
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.Answer(ctx, aSupervisor, "s", minutes(10), false))
	d.deliver(t)
	records, err := d.Records(ctx)
	must(t, err)
	if got := records[0].Submission.State; got.Reason != casework.Declined {
		t.Error(got)
	}
}

func TestARequestByFax(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx, j := t.Context(), d.jail
	request := sallyport.Request{Action: "hold", Form: "I-247D", By: "signature illegible", At: minutes(1)}
	if _, err := j.Register(ctx, aJailer, minutes(1), request, "pigeon", "main jail", nil); err == nil {
		t.Error("registered by pigeon")
	}
	id, err := j.Register(ctx, aJailer, minutes(1), request, "fax", "main jail", holdForm)
	must(t, err)
	must(t, j.SetAside(ctx, aJailer, id, minutes(2), casework.NotHere))
	records, err := j.Records(ctx)
	must(t, err)
	for _, r := range records {
		if r.Submission.ID == id && r.Submission.State.Reason != casework.NotHere {
			t.Error(r.Submission.State)
		}
	}
}
