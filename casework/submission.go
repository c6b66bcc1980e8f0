package casework

import (
	"errors"
	"slices"

	"sallyport/roles"
)

// beforeSent are the stages at which nothing has left the hub.
var beforeSent = []Stage{Received, Candidates, Examined, Confirmed, Unresolved, MayBeAsked, Requested}

// atJail are those at which the jail has a request.
var atJail = []Stage{Sent, Agreed, Served, ToNotify, ToHold, Held}

// Submission is the life of a submission at the hub. What happens at the jail is told to it: the hub follows, and decides nothing there.
var Submission = Life{"submission", map[Kind]step{
	Receive:     {[]Stage{New}, []roles.Act{roles.ReceiveBooking}, goTo(Received)},
	Search:      {[]Stage{Received}, []roles.Act{roles.SearchGallery}, searched},
	Examine:     {[]Stage{Candidates, Examined}, []roles.Act{roles.ExaminePrints}, examined},
	Record:      {slices.Concat(beforeSent, atJail), record, recordedAtHub},
	Correct:     {slices.Concat(beforeSent, atJail, []Stage{Ended}), correct, stays},
	Resolve:     {[]Stage{Unresolved}, resolve, resolved(Confirmed)},
	Challenge:   {slices.Concat(beforeSent, atJail), open, challenged(recordedAtHub)},
	Reply:       {slices.Concat(beforeSent, atJail), reply, replied},
	FederalDoor: {[]Stage{Confirmed}, software, federalDoor},
	Ask:         {[]Stage{MayBeAsked}, []roles.Act{roles.MakeRequest}, asked},
	RequestDoor: {slices.Concat([]Stage{Requested}, atJail), software, requestDoor},
	Withdraw:    {slices.Concat([]Stage{MayBeAsked}, atJail), []roles.Act{roles.WithdrawAsking}, ends(Withdrawn)},

	SetAside:  {[]Stage{Sent}, []roles.Act{roles.RegisterRequest}, setAside},
	Answer:    {[]Stage{Sent}, answer, reported},
	Serve:     {[]Stage{Agreed}, []roles.Act{roles.ServeCopy}, goTo(Served)},
	BothDoors: {[]Stage{Served, ToNotify, ToHold, Held}, software, bothDoors},
	Release:   {[]Stage{ToNotify}, release, ends(Notified)},
	StartHold: {[]Stage{ToHold}, []roles.Act{roles.StartHold}, goTo(Held)},
	EndHold:   {[]Stage{Held}, []roles.Act{roles.EndHold}, holdEnded},
	Lapse:     {slices.Concat(beforeSent, atJail), or(release, roles.ApplyRules), ends(Lapsed)},
	Age:       {atJail, software, ends(TooOld)},

	BeginPurge: {[]Stage{Ended}, []roles.Act{roles.Purge}, goTo(Purging)},
	EndPurge:   {[]Stage{Purging}, []roles.Act{roles.Purge}, goTo(Purged)},
}}

func searched(s State, e Event) (State, Kind, error) {
	switch {
	case e.Reason == Unreadable:
		return s.end(Unreadable), "", nil
	case e.Candidates == 0:
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

// recordedAtHub sends a submission back to the door it last passed, so that a new fact (an indication of citizenship, above all) is judged
// before anything else happens. What is at the jail already is judged again as it stands: see requestDoor.
func recordedAtHub(s State, _ Event) (State, Kind, error) {
	if slices.Contains([]Stage{Unresolved, MayBeAsked, Requested}, s.Stage) {
		s.Request = nil
		return s.at(Confirmed), "", nil
	}
	return s, "", nil
}

func asked(s State, e Event) (State, Kind, error) {
	switch {
	case e.Request == nil || e.Request.Action == "" || e.Request.Form == "" || e.Request.By != e.Actor.ID:
		return s, "", errors.New("requested: a request names its action, its form and the officer who makes it")
	case onlyNotice(e.Request):
		return s, "", errNotice
	case len(s.Challenges) > 0:
		return s, "", errors.New("requested: the person says that the " + s.Challenges[0] + " is wrong; it waits for the records clerk's answer")
	}
	s.Request, s.Asked = e.Request, e.At
	return s.at(Requested), "", nil
}

// requestDoor lets a request through that is permitted, or that lacks nothing but the service of its copy, which only the jail can do: it is
// then without effect until both doors have judged again. Anything else goes back to the officer, and is withdrawn where it had left already.
func requestDoor(s State, e Event) (State, Kind, error) {
	passes := permitted(e) || unresolved(e) && e.OnlyCopy
	switch {
	case s.Stage != Requested && passes:
		return s, "", nil
	case s.Stage != Requested:
		return s.end(Recalled), "", nil
	case passes:
		s.Reached = true
		return s.at(Sent), "", nil
	}
	s.Request = nil
	return s.at(MayBeAsked), "", nil
}

// reported is the jail's answer, as it came to the hub.
func reported(s State, e Event) (State, Kind, error) {
	switch {
	case e.Agrees:
		return s.at(Agreed), "", nil
	case e.Reason != LocalLaw && e.Reason != Declined:
		return s, "", errors.New("answered: a refusal says whether the law or the jail refuses")
	}
	return s.end(e.Reason), "", nil
}
