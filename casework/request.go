package casework

import (
	"errors"
	"slices"

	"sallyport"
	"sallyport/roles"
)

// unanswered are the stages of a request at which a release ends everything: nobody is kept for want of an answer, or of a copy.
var unanswered = []Stage{Booked, Registered, Unresolved, Open, Closed, Agreed, Served, ToHold}

// inEffect are those at which both doors have judged the served request.
var inEffect = []Stage{ToNotify, ToHold, Held}

// withRequest are those at which there is, or was, a request to give a copy of.
var withRequest = []Stage{Registered, Unresolved, Open, Closed, Agreed, Served, ToNotify, ToHold, Held, Ended}

// Request is the life of a request at the jail, by whatever way it came.
var Request = Life{"request", map[Kind]step{
	Book:      {[]Stage{New}, []roles.Act{roles.EnterCustody, roles.ReceiveBooking}, goTo(Booked)},
	Close:     {[]Stage{Booked}, software, ends(NotAsked)},
	Register:  {[]Stage{New, Booked}, or(software, roles.RegisterRequest), registered},
	SetAside:  {[]Stage{Registered, Open, Closed, Unresolved}, []roles.Act{roles.RegisterRequest}, setAside},
	Record:    {slices.Concat(unanswered, []Stage{ToNotify, Held}), or(record, roles.ApplyRules), recordedAtJail},
	Correct:   {slices.Concat(unanswered, []Stage{ToNotify, Held, Ended}), correct, stays},
	Resolve:   {slices.Concat(unanswered, []Stage{ToNotify, Held}), resolve, resolved(Registered)},
	Challenge: {slices.Concat(unanswered, []Stage{ToNotify, Held}), open, challenged(recordedAtJail)},
	Reply:     {slices.Concat(unanswered, []Stage{ToNotify, Held}), reply, replied},
	LocalDoor: {[]Stage{Registered, Open, Closed}, []roles.Act{roles.AcceptFacts}, localDoor},
	Answer:    {[]Stage{Open, Closed}, answer, answered},
	Serve:     {[]Stage{Agreed}, []roles.Act{roles.ServeCopy}, goTo(Served)},
	GiveCopy:  {withRequest, []roles.Act{roles.ServeCopy}, given},
	BothDoors: {slices.Concat([]Stage{Served}, inEffect), software, bothDoors},
	Release:   {[]Stage{ToNotify}, release, ends(Notified)},
	StartHold: {[]Stage{ToHold}, []roles.Act{roles.StartHold}, goTo(Held)},
	EndHold:   {[]Stage{Held}, []roles.Act{roles.EndHold}, holdEnded},
	Withdraw:  {slices.Concat(unanswered, []Stage{ToNotify, Held}), or(software, roles.WithdrawAsking), withdrawn},
	Lapse:     {unanswered, or(release, roles.ApplyRules), ends(Lapsed)},
	Age:       {slices.Concat(unanswered, []Stage{ToNotify}), software, ends(TooOld)},

	BeginPurge: {[]Stage{Ended}, []roles.Act{roles.Purge}, goTo(Purging)},
	EndPurge:   {[]Stage{Purging}, []roles.Act{roles.Purge}, goTo(Purged)},
}}

func registered(s State, e Event) (State, Kind, error) {
	if e.Request == nil || e.Request.Action == "" || e.Request.Form == "" {
		return s, "", errors.New("request registered: a request names its action and its form")
	}
	if onlyNotice(e.Request) {
		return s, "", errNotice
	}
	s.Request, s.Asked, s.Reached = e.Request, e.At, true
	return s.at(Registered), "", nil
}

func setAside(s State, e Event) (State, Kind, error) {
	if !slices.Contains([]string{NotHere, Moved, Duplicate}, e.Reason) {
		return s, "", errors.New("request set aside: say whether the person is not here, was moved, or the same request came before")
	}
	return s.end(e.Reason), "", nil
}

// recordedAtJail sends a request back to the door it last passed. One that is in effect stays where it is for the moment; both doors judge it again in
// the same transaction, and where they no longer permit it, it ends.
func recordedAtJail(s State, _ Event) (State, Kind, error) {
	if slices.Contains([]Stage{Open, Closed}, s.Stage) {
		return s.at(Registered), "", nil
	}
	return s, "", nil
}

func localDoor(s State, e Event) (State, Kind, error) {
	if permitted(e) || e.Outcome == sallyport.Silent {
		return s.at(Open), "", nil
	}
	return s.at(Closed), "", nil
}

func answered(s State, e Event) (State, Kind, error) {
	switch {
	case s.Stage == Open && e.Actor.Role != sallyport.JailSupervisor:
		return s, "", roles.Allows(e.Actor, roles.AnswerRequest)
	case s.Stage == Closed && e.Agrees:
		return s, "", errors.New("answered: the local door does not permit it; only the refusal can be answered")
	case s.Stage == Closed:
		return s.end(LocalLaw), "", nil
	case !e.Agrees:
		return s.end(Declined), "", nil
	}
	return s.at(Agreed), "", nil
}

// given changes nothing: a copy of every request is given, whatever is answered (Cal. Gov. Code 7283.1(b)).
func given(s State, _ Event) (State, Kind, error) {
	if s.Stage == Ended && !s.Reached {
		return s, "", errors.New("copy given: nothing was asked about this person, so there is no request to give a copy of")
	}
	return s, "", nil
}

func withdrawn(s State, e Event) (State, Kind, error) {
	switch {
	case s.Stage == Held && e.At.After(s.HoldUntil):
		return s.end(HoldLate), "", nil
	case s.Stage == Held:
		return s.end(Lifted), "", nil
	}
	return s.end(Withdrawn), "", nil
}
