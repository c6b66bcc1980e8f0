package casework

import (
	"errors"
	"slices"

	"sallyport"
)

// step is one row of the table: at which stages it may happen, through whom, and what follows.
// next may name a further entry for the record.
type step struct {
	from  []Stage
	roles []sallyport.Role
	next  func(State, Event) (State, Kind, error)
}

var (
	software  = []sallyport.Role{sallyport.Software}
	examiners = []sallyport.Role{sallyport.Examiner}
	officers  = []sallyport.Role{sallyport.Officer}
	jail      = []sallyport.Role{sallyport.JailOfficer}
	resolvers = []sallyport.Role{sallyport.Clerk, sallyport.Counsel}
	recorders = []sallyport.Role{sallyport.Clerk, sallyport.Counsel, sallyport.JailOfficer}
)

// unanswered are the stages at which a release ends everything: nobody is kept for want of an answer.
var unanswered = []Stage{Received, Candidates, Examined, Confirmed, Unresolved, MayBeAsked, Requested, Sent, Open, Closed, Agreed, Served}

// steps is the whole life of a submission.
var steps = map[Kind]step{
	Receive:     {[]Stage{New}, software, goTo(Received)},
	Search:      {[]Stage{Received}, software, searched},
	Examine:     {[]Stage{Candidates, Examined}, examiners, examined},
	Record:      {append(slices.Clone(unanswered), Held, ToNotify), recorders, recorded},
	Resolve:     {[]Stage{Unresolved}, resolvers, resolved},
	FederalDoor: {[]Stage{Confirmed}, software, federalDoor},
	Ask:         {[]Stage{MayBeAsked}, officers, asked},
	RequestDoor: {[]Stage{Requested}, software, requestDoor},
	Withdraw:    {[]Stage{MayBeAsked}, officers, ends(Withdrawn)},
	LocalDoor:   {[]Stage{Sent}, jail, localDoor},
	Answer:      {[]Stage{Open, Closed}, jail, answered},
	Serve:       {[]Stage{Agreed}, jail, goTo(Served)},
	BothDoors:   {[]Stage{Served}, software, bothDoors},
	Release:     {[]Stage{ToNotify}, jail, ends(Notified)},
	EndHold:     {[]Stage{Held}, jail, holdEnded},
	Lapse:       {unanswered, software, ends(Lapsed)},
	BeginPurge:  {[]Stage{Ended}, software, goTo(Purging)},
	EndPurge:    {[]Stage{Purging}, software, goTo(Purged)},
}

func goTo(stage Stage) func(State, Event) (State, Kind, error) {
	return func(s State, _ Event) (State, Kind, error) { return s.at(stage), "", nil }
}

func ends(reason string) func(State, Event) (State, Kind, error) {
	return func(s State, _ Event) (State, Kind, error) { return s.end(reason), "", nil }
}

func searched(s State, e Event) (State, Kind, error) {
	if e.Candidates == 0 {
		return s.end(NoMatch), "", nil
	}
	return s.at(Candidates), "", nil
}

// examined keeps the first answer to itself; only the second, by somebody else, makes a match or none.
func examined(s State, e Event) (State, Kind, error) {
	if s.Stage == Candidates {
		s.Examiner, s.Match = e.Actor.ID, e.Confirms
		return s.at(Examined), "", nil
	}
	if e.Actor.ID == s.Examiner {
		return s, "", errors.New("examined: the second examiner has to be somebody else")
	}
	if s.Match == "" || e.Confirms != s.Match {
		return s.end(NotConfirmed), Reject, nil
	}
	return s.at(Confirmed), Confirm, nil
}

// recorded sends a submission back to the door it last passed, so that a new fact (an indication of citizenship,
// above all) is judged before anything else happens.
func recorded(s State, _ Event) (State, Kind, error) {
	switch s.Stage {
	case Unresolved, MayBeAsked:
		return s.at(Confirmed), "", nil
	case Open, Closed:
		return s.at(Sent), "", nil
	case Held, ToNotify:
		return s.at(Served), "", nil
	}
	return s, "", nil
}

// resolved takes two people's findings on citizenship; only when both found the same does the door open for another look.
func resolved(s State, e Event) (State, Kind, error) {
	for _, r := range s.Resolutions {
		if r.By == e.Actor.ID {
			return s, "", errors.New("citizenship finding: the second person has to be somebody else")
		}
		if r.Citizen == e.Citizen {
			s.Resolutions = nil
			return s.at(Confirmed), "", nil
		}
	}
	s.Resolutions = append(slices.Clone(s.Resolutions), Resolution{e.Actor.ID, e.Citizen})
	return s, "", nil
}

func federalDoor(s State, e Event) (State, Kind, error) {
	switch e.Outcome {
	case sallyport.Permitted:
		return s.at(MayBeAsked), "", nil
	case sallyport.Unresolved:
		return s.at(Unresolved), "", nil
	}
	return s.end(NotAsked), "", nil
}

func asked(s State, e Event) (State, Kind, error) {
	if e.Request == nil || e.Request.Action == "" || e.Request.Form == "" || e.Request.By != e.Actor.ID {
		return s, "", errors.New("requested: a request names its action, its form and the officer who makes it")
	}
	s.Request = e.Request
	return s.at(Requested), "", nil
}

// requestDoor lets a request through that is permitted, or that lacks nothing but the service of its copy, which only
// the jail can do: it is then without effect until both doors have judged again. Anything else goes back to the officer.
func requestDoor(s State, e Event) (State, Kind, error) {
	if e.Outcome == sallyport.Permitted || e.Outcome == sallyport.Unresolved && e.OnlyCopy {
		return s.at(Sent), "", nil
	}
	s.Request = nil
	return s.at(MayBeAsked), "", nil
}

func localDoor(s State, e Event) (State, Kind, error) {
	if e.Outcome == sallyport.Permitted || e.Outcome == sallyport.Silent {
		return s.at(Open), "", nil
	}
	return s.at(Closed), "", nil
}

func answered(s State, e Event) (State, Kind, error) {
	switch {
	case s.Stage == Closed && e.Agrees:
		return s, "", errors.New("answered: the local door does not permit it; only the refusal can be answered")
	case s.Stage == Closed:
		return s.end(LocalLaw), "", nil
	case !e.Agrees:
		return s.end(Declined), "", nil
	}
	return s.at(Agreed), "", nil
}

func bothDoors(s State, e Event) (State, Kind, error) {
	switch {
	case e.Outcome != sallyport.Permitted:
		return s.end(NoEffect), "", nil
	case s.Request.Action != "hold":
		return s.at(ToNotify), "", nil
	case e.HoldUntil.IsZero():
		return s.end(NoEffect), "", nil
	}
	s.HoldUntil = e.HoldUntil
	return s.at(Held), "", nil
}

func holdEnded(s State, e Event) (State, Kind, error) {
	if e.At.After(s.HoldUntil) {
		return s.end(HoldLate), "", nil
	}
	return s.end(HoldOver), "", nil
}
