package casework

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sallyport"
	"sallyport/roles"
)

// TestAnyHistory throws random events at both tables and checks what must hold of every history.
func TestAnyHistory(t *testing.T) {
	for _, l := range []*Life{&Submission, &Request} {
		t.Run(l.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				var s State
				var history []Event
				for n := range rapid.IntRange(0, 60).Draw(t, "length") {
					e := drawEvent(t, l)
					e.At = start.Add(time.Duration(n) * time.Minute)
					next, lines, err := l.Step(s, e)
					if err != nil {
						if next.Stage != s.Stage {
							t.Fatalf("a refused step moved %q to %q", s.Stage, next.Stage)
						}
						continue
					}
					history = append(history, e)
					checkMove(t, s, next, history)
					checkClocks(t, s, next)
					if len(lines) == 0 || lines[0].Actor != e.Actor {
						t.Fatal("a step left no line, or somebody else's name on it")
					}
					s = next
				}
				checkCanBePurged(t, l, s)
			})
		})
	}
}

func drawEvent(t *rapid.T, l *Life) Event {
	var kinds []Kind
	for kind := range l.steps {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	var admitted []sallyport.Role
	for _, act := range l.steps[kind].acts {
		permission, _ := roles.Of(act)
		admitted = append(admitted, permission.Roles...)
	}
	role := rapid.SampledFrom(admitted).Draw(t, "role")
	if rapid.IntRange(0, 9).Draw(t, "wrong role") == 0 {
		role = rapid.SampledFrom([]sallyport.Role{sallyport.Software, sallyport.Officer, sallyport.JailSupervisor, sallyport.Examiner, sallyport.Auditor}).Draw(t, "other role")
	}
	who := actor(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "who"), role)
	return Event{
		Kind: kind, Actor: who,
		Candidates: rapid.IntRange(0, 2).Draw(t, "candidates"),
		Confirms:   rapid.SampledFrom([]string{"", "G-1", "G-1", "G-2"}).Draw(t, "confirms"),
		Citizen:    rapid.Bool().Draw(t, "citizen"),
		Request: &sallyport.Request{Action: rapid.SampledFrom([]string{"notify", "hold"}).Draw(t, "action"),
			Form: rapid.SampledFrom([]string{"I-247N", "I-247D", "I-247D"}).Draw(t, "form"), By: who.ID, At: start},
		Agrees:    rapid.Bool().Draw(t, "agrees"),
		Outcome:   rapid.SampledFrom([]sallyport.Outcome{sallyport.Permitted, sallyport.Permitted, sallyport.Refused, sallyport.Unresolved, sallyport.Silent}).Draw(t, "outcome"),
		OnlyCopy:  rapid.Bool().Draw(t, "only the copy"),
		HoldUntil: start.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour),
		Reason:    rapid.SampledFrom([]string{NotHere, Taken, Lifted, LocalLaw, Declined}).Draw(t, "reason"),
		About:     rapid.SampledFrom([]string{Citizenship, Identity, Conviction}).Draw(t, "about"),
	}
}

// checkMove holds what no history may do. The last event of history led from s to next.
func checkMove(t *rapid.T, s, next State, history []Event) {
	e, earlier := history[len(history)-1], history[:len(history)-1]
	switch {
	case s.Stage == Purged:
		t.Fatal("something followed the purge")
	case next.Stage == Confirmed && s.Stage == Examined:
		first := last(earlier, Examine)
		if first.Actor.ID == e.Actor.ID || first.Confirms == "" || first.Confirms != e.Confirms {
			t.Fatalf("confirmed by %+v and %+v", first, e)
		}
	case next.Stage == MayBeAsked && e.Kind == FederalDoor && e.Outcome != sallyport.Permitted:
		t.Fatalf("a %s federal door reached an officer", e.Outcome)
	case next.Stage == Sent && s.Stage != Sent && (last(earlier, Ask).Actor.Role == sallyport.Software || e.Kind != RequestDoor):
		t.Fatal("sent without a named officer, or round the door")
	case next.Stage == Held && s.Stage != Held:
		checkHold(t, next, earlier)
	case next.Stage == Held && next.HoldUntil.After(s.HoldUntil):
		t.Fatal("a hold was prolonged")
	case next.Stage == Ended && (next.Reason == "" || next.Match != "" || next.Request != nil || next.Examiner != ""):
		t.Fatalf("the end keeps something, or gives no reason: %+v", next)
	}
}

// checkHold: a named person started it, the copy had been served, and both doors permitted a hold with an end since.
func checkHold(t *rapid.T, s State, earlier []Event) {
	doors := last(earlier, BothDoors)
	served := slices.ContainsFunc(earlier, func(e Event) bool { return e.Kind == Serve })
	agreed := slices.ContainsFunc(earlier, func(e Event) bool { return e.Kind == Answer && e.Agrees && e.Actor.Role == sallyport.JailSupervisor })
	if !served || !agreed || doors.Outcome != sallyport.Permitted || s.HoldUntil.IsZero() || s.Request.Action != "hold" || s.Request.Form == "I-247N" {
		t.Fatalf("held: served %v, agreed %v, doors %v, until %v, %+v", served, agreed, doors.Outcome, s.HoldUntil, s.Request)
	}
}

// checkClocks: whatever waits for somebody has a clock, and no event moves the end of one that goes on running.
func checkClocks(t *rapid.T, s, next State) {
	waits := slices.Contains([]Stage{Sent, Registered, Open, Closed, Agreed, Served, ToNotify, ToHold, Held, Ended}, next.Stage)
	if waits && len(Clocks(next)) == 0 {
		t.Fatalf("no clock runs at %q", next.Stage)
	}
	for _, c := range Clocks(next) {
		for _, was := range Clocks(s) {
			if c.Kind == was.Kind && c.Due.After(was.Due) && next.Stage == s.Stage {
				t.Fatalf("%s moved from %v to %v", c.Kind, was.Due, c.Due)
			}
		}
	}
}

func last(history []Event, kind Kind) Event {
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Kind == kind {
			return history[i]
		}
	}
	return Event{}
}

// checkCanBePurged ends the path from wherever it is.
func checkCanBePurged(t *rapid.T, l *Life, s State) {
	for _, e := range []Event{
		{Kind: Receive, Actor: machine}, {Kind: Register, Actor: machine, Request: tell}, {Kind: Lapse, Actor: machine}, {Kind: Age, Actor: machine},
		{Kind: Release, Actor: jailClerk}, {Kind: EndHold, Actor: jailClerk, Reason: Expired}, {Kind: BeginPurge, Actor: machine}, {Kind: EndPurge, Actor: machine},
	} {
		e.At = start.Add(time.Hour)
		if next, _, err := l.Step(s, e); err == nil {
			s = next
		}
	}
	if s.Stage != Purged {
		t.Fatalf("no purge from %q", s.Stage)
	}
}
