package casework

import (
	"testing"
	"time"

	"sallyport"
)

var start = time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)

func actor(id string, role sallyport.Role) sallyport.Actor {
	return sallyport.Actor{ID: id, Office: "office", Role: role}
}

var (
	machine    = actor("hub", sallyport.Software)
	officer    = actor("officer", sallyport.Officer)
	supervisor = actor("supervisor", sallyport.JailSupervisor)
	jailClerk  = actor("night clerk", sallyport.JailClerk)
	clerk      = actor("clerk", sallyport.Clerk)
	ask        = &sallyport.Request{Action: "hold", Form: "I-247D", By: "officer", At: start}
	tell       = &sallyport.Request{Action: "notify", Form: "I-247N", By: "officer", At: start}
	limit      = start.Add(48 * time.Hour)
)

// The usual way of a hold, at the hub and at the jail.
var (
	toConfirmed = []Event{
		{Kind: Receive, Actor: machine}, {Kind: Search, Actor: machine, Candidates: 1},
		{Kind: Examine, Actor: actor("x1", sallyport.Examiner), Confirms: "G-1"},
		{Kind: Examine, Actor: actor("x2", sallyport.Examiner), Confirms: "G-1"},
	}
	toSent = join(toConfirmed, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Permitted},
		Event{Kind: Ask, Actor: officer, Request: ask},
		Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Unresolved, OnlyCopy: true})
	toOpen   = []Event{{Kind: Register, Actor: machine, Request: ask}, {Kind: LocalDoor, Actor: jailClerk, Outcome: sallyport.Silent}}
	toServed = join(toOpen, Event{Kind: Answer, Actor: supervisor, Agrees: true}, Event{Kind: Serve, Actor: jailClerk})
	toToHold = join(toServed, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted, HoldUntil: limit})
	toHeld   = join(toToHold, Event{Kind: StartHold, Actor: jailClerk})
	toClosed = []Event{{Kind: Register, Actor: machine, Request: ask}, {Kind: LocalDoor, Actor: jailClerk, Outcome: sallyport.Refused}}
)

func join(events []Event, more ...Event) []Event {
	return append(append([]Event{}, events...), more...)
}

func walk(t *testing.T, l *Life, events []Event) State {
	t.Helper()
	var s State
	for _, e := range events {
		e.At = start
		next, _, err := l.Step(s, e)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	return s
}

type stepCase struct {
	before []Event
	e      Event
	stage  Stage // "" when the step is refused
	reason string
}

func checkSteps(t *testing.T, l *Life, cases map[string]stepCase) {
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			before := walk(t, l, c.before)
			if c.e.At.IsZero() {
				c.e.At = start
			}
			after, lines, err := l.Step(before, c.e)
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

func TestSubmission(t *testing.T) {
	examiner := func(id string) sallyport.Actor { return actor(id, sallyport.Examiner) }
	checkSteps(t, &Submission, map[string]stepCase{
		"no candidate":                  {toConfirmed[:1], Event{Kind: Search, Actor: machine}, Ended, NoMatch},
		"one examiner twice":            {toConfirmed[:3], Event{Kind: Examine, Actor: examiner("x1"), Confirms: "G-1"}, "", ""},
		"examiners disagree":            {toConfirmed[:3], Event{Kind: Examine, Actor: examiner("x2"), Confirms: "G-2"}, Ended, NotConfirmed},
		"second inconclusive":           {toConfirmed[:3], Event{Kind: Examine, Actor: examiner("x2")}, Ended, NotConfirmed},
		"an officer examines":           {toConfirmed[:2], Event{Kind: Examine, Actor: officer, Confirms: "G-1"}, "", ""},
		"nobody named":                  {toConfirmed[:2], Event{Kind: Examine, Actor: examiner(""), Confirms: "G-1"}, "", ""},
		"federal door refuses":          {toConfirmed, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Refused}, Ended, NotAsked},
		"federal door unresolved":       {toConfirmed, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Unresolved}, Unresolved, ""},
		"officer before the door":       {toConfirmed, Event{Kind: Ask, Actor: officer, Request: ask}, "", ""},
		"request in another's name":     {toSent[:5], Event{Kind: Ask, Actor: actor("other", sallyport.Officer), Request: ask}, "", ""},
		"a notice's form for a hold":    {toSent[:5], Event{Kind: Ask, Actor: officer, Request: &sallyport.Request{Action: "hold", Form: "I-247N", By: "officer"}}, "", ""},
		"asked while challenged":        {join(toSent[:5], Event{Kind: Challenge, Actor: actor("P", sallyport.Person), About: Identity}), toSent[5], "", ""},
		"request refused goes back":     {toSent[:6], Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Refused}, MayBeAsked, ""},
		"request unresolved goes back":  {toSent[:6], Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Unresolved}, MayBeAsked, ""},
		"new fact before it is sent":    {toSent[:6], Event{Kind: Record, Actor: clerk}, Confirmed, ""},
		"door closes behind it":         {toSent, Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Refused}, Ended, Recalled},
		"door stays open behind it":     {toSent, Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Permitted}, Sent, ""},
		"refused by local law":          {toSent, Event{Kind: Answer, Actor: supervisor, Reason: LocalLaw}, Ended, LocalLaw},
		"refused without a word why":    {toSent, Event{Kind: Answer, Actor: supervisor}, "", ""},
		"the hub answers for the jail":  {toSent, Event{Kind: Answer, Actor: officer, Agrees: true}, "", ""},
		"purge before the end":          {toSent, Event{Kind: BeginPurge, Actor: machine}, "", ""},
		"receipt before copies are out": {toConfirmed[:1], Event{Kind: EndPurge, Actor: machine}, "", ""},
	})
}

func TestRequest(t *testing.T) {
	checkSteps(t, &Request, map[string]stepCase{
		"a notice's form for a hold":       {nil, Event{Kind: Register, Actor: jailClerk, Request: &sallyport.Request{Action: "hold", Form: "I-247N"}}, "", ""},
		"by fax":                           {nil, Event{Kind: Register, Actor: jailClerk, Request: ask}, Registered, ""},
		"not here":                         {toOpen[:1], Event{Kind: SetAside, Actor: jailClerk, Reason: NotHere}, Ended, NotHere},
		"set aside for no reason":          {toOpen[:1], Event{Kind: SetAside, Actor: jailClerk}, "", ""},
		"local door refuses":               {toOpen[:1], Event{Kind: LocalDoor, Actor: jailClerk, Outcome: sallyport.Refused}, Closed, ""},
		"local door unresolved":            {toOpen[:1], Event{Kind: LocalDoor, Actor: jailClerk, Outcome: sallyport.Unresolved}, Closed, ""},
		"supervisor declines":              {toOpen, Event{Kind: Answer, Actor: supervisor}, Ended, Declined},
		"a clerk answers the law's no":     {toClosed, Event{Kind: Answer, Actor: jailClerk}, Ended, LocalLaw},
		"a clerk answers":                  {toOpen, Event{Kind: Answer, Actor: jailClerk, Agrees: true}, "", ""},
		"software may not answer":          {toOpen, Event{Kind: Answer, Actor: machine, Agrees: true}, "", ""},
		"agreed through a closed door":     {toClosed, Event{Kind: Answer, Actor: supervisor, Agrees: true}, "", ""},
		"refused through a closed door":    {toClosed, Event{Kind: Answer, Actor: supervisor}, Ended, LocalLaw},
		"new fact":                         {toOpen, Event{Kind: Record, Actor: clerk}, Registered, ""},
		"a hold without service":           {toServed[:3], Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted, HoldUntil: limit}, "", ""},
		"a hold without an end":            {toServed, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted}, Ended, NoEffect},
		"refused after service":            {toServed, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Refused}, Ended, NoEffect},
		"a hold with an end":               {toServed, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted, HoldUntil: limit}, ToHold, ""},
		"the software starts a hold":       {toToHold, Event{Kind: StartHold, Actor: machine}, "", ""},
		"refused while held":               {toHeld, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Unresolved}, Ended, Lifted},
		"withdrawn while held":             {toHeld, Event{Kind: Withdraw, Actor: officer}, Ended, Lifted},
		"taken":                            {toHeld, Event{Kind: EndHold, Actor: jailClerk, Reason: Taken, At: limit}, Ended, Taken},
		"taken late":                       {toHeld, Event{Kind: EndHold, Actor: jailClerk, Reason: Taken, At: limit.Add(time.Second)}, Ended, HoldLate},
		"released while a request is open": {toOpen, Event{Kind: Lapse, Actor: jailClerk}, Ended, Lapsed},
		"too old":                          {toOpen, Event{Kind: Age, Actor: machine}, Ended, TooOld},
	})
}

func TestJudgingAgainNeverProlongs(t *testing.T) {
	held := walk(t, &Request, toHeld)
	for end, want := range map[time.Time]time.Time{limit.Add(time.Hour): limit, limit.Add(-time.Hour): limit.Add(-time.Hour)} {
		s, _, err := Request.Step(held, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Permitted, HoldUntil: end, At: start})
		if err != nil || s.Stage != Held || !s.HoldUntil.Equal(want) {
			t.Error(end, s, err)
		}
	}
}

func TestCitizenshipTakesTwoPeopleWhoAgree(t *testing.T) {
	s := walk(t, &Submission, join(toConfirmed, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Unresolved}))
	resolve := func(id string, role sallyport.Role, citizen bool) error {
		next, _, err := Submission.Step(s, Event{Kind: Resolve, Actor: actor(id, role), At: start, Citizen: citizen})
		s = next
		return err
	}
	if resolve("officer", sallyport.Officer, false) == nil || resolve("director", sallyport.Director, false) == nil {
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
	if resolve("a", sallyport.Clerk, true) == nil {
		t.Error("one person counted twice by changing their mind")
	}
	if err := resolve("c", sallyport.Counsel, false); err != nil || s.Stage != Confirmed {
		t.Error(s, err)
	}
}

func TestChallengeWaitsForAnAnswer(t *testing.T) {
	s := walk(t, &Request, join(toOpen, Event{Kind: Challenge, Actor: actor("P", sallyport.Person), About: Conviction}))
	if len(s.Challenges) != 1 {
		t.Fatal(s)
	}
	for about, ok := range map[string]bool{Conviction: true, Identity: false, Citizenship: false} {
		after, _, err := Request.Step(s, Event{Kind: Reply, Actor: clerk, About: about, At: start})
		if (err == nil) != ok || ok && len(after.Challenges) != 0 {
			t.Error(about, after, err)
		}
	}
}
