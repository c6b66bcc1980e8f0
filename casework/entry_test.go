package casework

import (
	"testing"
	"time"

	"sallyport"
)

// lastLine walks a life whose events are an hour apart, and returns the line of the last.
func lastLine(t *testing.T, l *Life, events []Event) sallyport.Event {
	t.Helper()
	var s State
	var line sallyport.Event
	for n, e := range events {
		if e.At.IsZero() {
			e.At = start.Add(time.Duration(n) * time.Hour)
		}
		next, lines, err := l.Step(s, e)
		if err != nil {
			t.Fatal(err)
		}
		s, line = next, lines[0]
	}
	return line
}

func TestLines(t *testing.T) {
	person := actor("P", sallyport.Person)
	resolve := func(id string, citizen bool) Event {
		return Event{Kind: Resolve, Actor: actor(id, sallyport.Clerk), Citizen: citizen}
	}
	unresolved := join(toConfirmed, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Unresolved})
	for name, c := range map[string]struct {
		life                            *Life
		events                          []Event
		took, kept, about, found, again string
	}{
		"answered after two hours":      {&Request, toServed[:3], "4h", "", "", "", ""},
		"answered to the hub":           {&Submission, join(toSent, Event{Kind: Answer, Actor: supervisor, Agrees: true}), "4h", "", "", "", ""},
		"set aside after an hour":       {&Request, join(toOpen[:1], Event{Kind: SetAside, Actor: jailClerk, Reason: NotHere}), "1h", "", "", "", ""},
		"released before the answer":    {&Request, join(toOpen, Event{Kind: Lapse, Actor: jailClerk}), "4h", "", "", "", ""},
		"released after the answer":     {&Request, join(toServed, Event{Kind: Lapse, Actor: jailClerk}), "", "", "", "", ""},
		"withdrawn before it was asked": {&Submission, join(toSent[:5], Event{Kind: Withdraw, Actor: officer}), "", "", "", "", ""},
		"a request that was taken back": {&Submission, join(toSent[:6], Event{Kind: Record, Actor: clerk}, Event{Kind: FederalDoor, Actor: machine, Outcome: sallyport.Unresolved},
			Event{Kind: Lapse, Actor: machine}), "", "", "", "", ""},
		"copy served":                  {&Request, toServed, "", "", "", "", ""},
		"held to the limit":            {&Request, join(toHeld, Event{Kind: EndHold, Actor: jailClerk, Reason: Expired, At: limit}), "48h", "yes", "", "", ""},
		"held past it":                 {&Request, join(toHeld, Event{Kind: EndHold, Actor: jailClerk, Reason: Taken, At: start.Add(53*time.Hour + 1)}), "4d", "no", "", "", ""},
		"a door lifts it in time":      {&Request, join(toHeld, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Refused}), "1h", "yes", "", "", "again"},
		"a door lifts it late":         {&Request, join(toHeld, Event{Kind: BothDoors, Actor: machine, Outcome: sallyport.Refused, At: limit.Add(time.Second)}), "48h", "no", "", "", "again"},
		"both doors the first time":    {&Request, toToHold, "", "", "", "", ""},
		"the request's door":           {&Submission, toSent, "", "", "", "", ""},
		"the request's door once more": {&Submission, join(toSent, Event{Kind: RequestDoor, Actor: machine, Outcome: sallyport.Permitted}), "", "", "", "", "again"},
		"challenged":                   {&Request, join(toOpen, Event{Kind: Challenge, Actor: person, About: Identity}), "", "", Identity, "", ""},
		"one finding":                  {&Submission, join(unresolved, resolve("a", true)), "", "", Citizenship, "", ""},
		"two who differ":               {&Submission, join(unresolved, resolve("a", true), resolve("b", false)), "", "", Citizenship, "", ""},
		"two who agree on yes":         {&Submission, join(unresolved, resolve("a", true), resolve("b", true)), "", "", Citizenship, sallyport.Citizen, ""},
		"two who agree on no":          {&Submission, join(unresolved, resolve("a", false), resolve("b", false)), "", "", Citizenship, sallyport.NotCitizen, ""},
	} {
		line := lastLine(t, c.life, c.events)
		again := ""
		if line.Again {
			again = "again"
		}
		if line.Took != c.took || line.Kept != c.kept || line.About != c.about || line.Found != c.found || again != c.again {
			t.Errorf("%s: took %q, kept %q, about %q, found %q, again %v", name, line.Took, line.Kept, line.About, line.Found, line.Again)
		}
	}
}

// TestLinesOfARequestSayWhatItAsks: also those whose event does not repeat it.
func TestLinesOfARequestSayWhatItAsks(t *testing.T) {
	for _, events := range [][]Event{toServed, toHeld, join(toHeld, Event{Kind: EndHold, Actor: jailClerk, Reason: Lifted})} {
		if line := lastLine(t, &Request, events); line.Request == nil || line.Request.Form != "I-247D" {
			t.Errorf("%s: %+v", line.Kind, line.Request)
		}
	}
}

func TestBands(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "15m", 15 * time.Minute: "15m", 15*time.Minute + 1: "1h", 48 * time.Hour: "48h", 48*time.Hour + 1: "4d", 96 * time.Hour: "4d", 1000 * time.Hour: "longer",
	} {
		if got := Band(d); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
