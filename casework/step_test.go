package casework

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"sallyport"
)

var start = time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)

func actor(id string, role sallyport.Role) sallyport.Actor {
	return sallyport.Actor{ID: id, Office: "office", Role: role}
}

var (
	machine = actor("hub", sallyport.Software)
	officer = actor("officer", sallyport.Officer)
	jailer  = actor("jailer", sallyport.JailOfficer)
	clerk   = actor("clerk", sallyport.Clerk)
	ask     = &sallyport.Request{Action: "hold", Form: "I-247D", By: "officer", At: start}
)

// toConfirmed and onwards are the usual way of a hold.
var (
	toConfirmed = []Event{
		{Kind: Receive, Actor: machine}, {Kind: Search, Actor: machine, Candidates: 1},
		{Kind: Examine, Actor: actor("x1", sallyport.Examiner), Confirms: "G-1"},
		{Kind: Examine, Actor: actor("x2", sallyport.Examiner), Confirms: "G-1"},
	}
	toServed = append(append([]Event{}, toConfirmed...),
		Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Permitted},
		Event{Kind: Ask, Actor: officer, Request: ask},
		Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Unresolved, OnlyCopy: true},
		Event{Kind: LocalDoor, Actor: jailer, Outcome: sallyport.Silent},
		Event{Kind: Answer, Actor: jailer, Agrees: true},
		Event{Kind: Serve, Actor: jailer})
)

func walk(t *testing.T, events []Event) State {
	t.Helper()
	var s State
	for _, e := range events {
		e.At = start
		next, _, err := Step(s, e)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	return s
}

func TestStep(t *testing.T) {
	examiner := func(id string) sallyport.Actor { return actor(id, sallyport.Examiner) }
	for name, c := range map[string]struct {
		before []Event
		e      Event
		stage  Stage // "" when the step is refused
		reason string
	}{
		"no candidate":                      {toConfirmed[:1], Event{Kind: Search, Actor: machine}, Ended, NoMatch},
		"one examiner twice":                {toConfirmed[:3], Event{Kind: Examine, Actor: examiner("x1"), Confirms: "G-1"}, "", ""},
		"examiners disagree":                {toConfirmed[:3], Event{Kind: Examine, Actor: examiner("x2"), Confirms: "G-2"}, Ended, NotConfirmed},
		"second inconclusive":               {toConfirmed[:3], Event{Kind: Examine, Actor: examiner("x2")}, Ended, NotConfirmed},
		"an officer examines":               {toConfirmed[:2], Event{Kind: Examine, Actor: officer, Confirms: "G-1"}, "", ""},
		"nobody named":                      {toConfirmed[:2], Event{Kind: Examine, Actor: examiner(""), Confirms: "G-1"}, "", ""},
		"federal door refuses":              {toConfirmed, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Refused}, Ended, NotAsked},
		"federal door unresolved":           {toConfirmed, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Unresolved}, Unresolved, ""},
		"officer before the door":           {toConfirmed, Event{Kind: Ask, Actor: officer, Request: ask}, "", ""},
		"request in another's name":         {toServed[:5], Event{Kind: Ask, Actor: actor("other", sallyport.Officer), Request: ask}, "", ""},
		"request refused goes back":         {toServed[:6], Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Refused}, MayBeAsked, ""},
		"request unresolved goes back":      {toServed[:6], Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Unresolved}, MayBeAsked, ""},
		"local door refuses":                {toServed[:7], Event{Kind: LocalDoor, Actor: jailer, Outcome: sallyport.Refused}, Closed, ""},
		"local door unresolved":             {toServed[:7], Event{Kind: LocalDoor, Actor: jailer, Outcome: sallyport.Unresolved}, Closed, ""},
		"jail officer declines":             {toServed[:8], Event{Kind: Answer, Actor: jailer}, Ended, Declined},
		"software may not answer":           {toServed[:8], Event{Kind: Answer, Actor: machine, Agrees: true}, "", ""},
		"new fact at the jail":              {toServed[:8], Event{Kind: Record, Actor: clerk}, Sent, ""},
		"hold without an end":               {toServed, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted}, Ended, NoEffect},
		"refused after service":             {toServed, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Refused}, Ended, NoEffect},
		"hold with an end":                  {toServed, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted, HoldUntil: start}, Held, ""},
		"released while a request is open":  {toServed[:8], Event{Kind: Lapse, Actor: machine}, Ended, Lapsed},
		"purge before the end":              {toServed, Event{Kind: BeginPurge, Actor: machine}, "", ""},
		"receipt before copies are deleted": {toConfirmed[:1], Event{Kind: EndPurge, Actor: machine}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := walk(t, c.before)
			c.e.At = start
			after, lines, err := Step(before, c.e)
			if c.stage == "" {
				if err == nil || len(lines) != 0 || after.Stage != before.Stage {
					t.Fatalf("admitted: %v → %v, %v", before.Stage, after.Stage, err)
				}
				return
			}
			if err != nil || after.Stage != c.stage || after.Reason != c.reason {
				t.Fatalf("%q %q, %v", after.Stage, after.Reason, err)
			}
		})
	}
}

func TestClosedDoorIsOnlyEverAnsweredWithARefusal(t *testing.T) {
	closed := walk(t, append(append([]Event{}, toServed[:7]...), Event{Kind: LocalDoor, Actor: jailer, Outcome: sallyport.Refused}))
	if _, _, err := Step(closed, Event{Kind: Answer, Actor: jailer, Agrees: true, At: start}); err == nil {
		t.Error("a jail officer agreed to what the local door refuses")
	}
	s, lines, err := Step(closed, Event{Kind: Answer, Actor: jailer, At: start})
	if err != nil || s.Reason != LocalLaw || len(lines) != 1 || lines[0].Answer == nil || lines[0].Answer.Agrees || lines[0].Answer.By != jailer.ID {
		t.Error(s, lines, err)
	}
}

func TestHoldThatOutlastsItsLimitSaysSo(t *testing.T) {
	held := walk(t, append(append([]Event{}, toServed...), Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted, HoldUntil: start.Add(48 * time.Hour)}))
	for late, want := range map[time.Duration]string{0: HoldOver, time.Second: HoldLate} {
		s, _, err := Step(held, Event{Kind: EndHold, Actor: jailer, At: held.HoldUntil.Add(late)})
		if err != nil || s.Reason != want {
			t.Error(late, s, err)
		}
	}
}

func TestCitizenshipTakesTwoPeopleWhoAgree(t *testing.T) {
	s := walk(t, append(append([]Event{}, toConfirmed...), Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Unresolved}))
	resolve := func(id string, role sallyport.Role, citizen bool) error {
		next, _, err := Step(s, Event{Kind: Resolve, Actor: actor(id, role), At: start, Citizen: citizen})
		s = next
		return err
	}
	if resolve("officer", sallyport.Officer, false) == nil {
		t.Error("a field officer resolved citizenship")
	}
	if err := resolve("a", sallyport.Clerk, false); err != nil || s.Stage != Unresolved {
		t.Error(s, err)
	}
	if resolve("a", sallyport.Clerk, false) == nil {
		t.Error("one person counted twice")
	}
	if err := resolve("b", sallyport.Counsel, true); err != nil || s.Stage != Unresolved {
		t.Error("two people who differ opened the door", s, err)
	}
	if err := resolve("c", sallyport.Counsel, false); err != nil || s.Stage != Confirmed {
		t.Error(s, err)
	}
}

// TestAnyHistory throws random events at the table and checks what must hold of every history.
func TestAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s State
		var history []Event
		for range rapid.IntRange(0, 60).Draw(t, "length") {
			e := drawEvent(t)
			next, _, err := Step(s, e)
			if err != nil {
				if next.Stage != s.Stage {
					t.Fatalf("a refused step moved %q to %q", s.Stage, next.Stage)
				}
				continue
			}
			if s.Stage == Purged {
				t.Fatal("something followed the purge")
			}
			history = append(history, e)
			checkMove(t, s, next, e, history)
			s = next
		}
		checkCanBePurged(t, s)
	})
}

func drawEvent(t *rapid.T) Event {
	kinds := []Kind{Receive, Search, Examine, Examine, Record, Resolve, FederalDoor, Ask, RequestDoor, Withdraw,
		LocalDoor, Answer, Serve, BothDoors, Release, EndHold, Lapse, BeginPurge, EndPurge}
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	role := steps[kind].roles[0]
	if rapid.IntRange(0, 9).Draw(t, "wrong role") == 0 {
		role = rapid.SampledFrom([]sallyport.Role{sallyport.Software, sallyport.Officer, sallyport.JailOfficer, sallyport.Examiner}).Draw(t, "role")
	}
	who := actor(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "who"), role)
	action := rapid.SampledFrom([]string{"notify", "hold"}).Draw(t, "action")
	return Event{
		Kind: kind, Actor: who, At: start,
		Candidates: rapid.IntRange(0, 2).Draw(t, "candidates"),
		Confirms:   rapid.SampledFrom([]string{"", "G-1", "G-1", "G-2"}).Draw(t, "confirms"),
		Citizen:    rapid.Bool().Draw(t, "citizen"),
		Request:    &sallyport.Request{Action: action, Form: "I-247D", By: who.ID, At: start},
		Agrees:     rapid.Bool().Draw(t, "agrees"),
		Outcome:    rapid.SampledFrom([]sallyport.Outcome{sallyport.Permitted, sallyport.Permitted, sallyport.Refused, sallyport.Unresolved, sallyport.Silent}).Draw(t, "outcome"),
		OnlyCopy:   rapid.Bool().Draw(t, "only the copy"),
		HoldUntil:  start.Add(time.Hour),
	}
}

func checkMove(t *rapid.T, s, next State, e Event, history []Event) {
	switch {
	case next.Stage == Confirmed && s.Stage == Examined:
		first := lastOf(history[:len(history)-1], Examine)
		if first.Actor.ID == e.Actor.ID || first.Confirms == "" || first.Confirms != e.Confirms {
			t.Fatalf("confirmed by %+v and %+v", first, e)
		}
	case next.Stage == MayBeAsked && e.Kind == FederalDoor && e.Outcome != sallyport.Permitted:
		t.Fatalf("a %s federal door reached an officer", e.Outcome)
	case next.Stage == Agreed && lastOf(history, LocalDoor).Outcome != sallyport.Permitted && lastOf(history, LocalDoor).Outcome != sallyport.Silent:
		t.Fatal("agreed to through a closed local door")
	case next.Stage == Held && (e.Outcome != sallyport.Permitted || next.HoldUntil.IsZero() || lastOf(history, Ask).Request.Action != "hold"):
		t.Fatal("a hold that both doors did not leave open")
	case next.Stage == Ended && (next.Reason == "" || next.Match != "" || next.Request != nil || next.Examiner != ""):
		t.Fatalf("the end keeps something, or gives no reason: %+v", next)
	}
}

func lastOf(history []Event, kind Kind) Event {
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Kind == kind {
			return history[i]
		}
	}
	return Event{}
}

// checkCanBePurged ends the path from wherever it is.
func checkCanBePurged(t *rapid.T, s State) {
	for _, e := range []Event{
		{Kind: Receive, Actor: machine}, {Kind: Lapse, Actor: machine}, {Kind: Release, Actor: jailer}, {Kind: EndHold, Actor: jailer},
		{Kind: BeginPurge, Actor: machine}, {Kind: EndPurge, Actor: machine},
	} {
		e.At = start
		if next, _, err := Step(s, e); err == nil {
			s = next
		}
	}
	if s.Stage != Purged {
		t.Fatalf("no purge from %q", s.Stage)
	}
}
