package casework

import (
	"errors"
	"slices"

	"sallyport"
)

func permitted(e Event) bool  { return e.Outcome == sallyport.Permitted }
func unresolved(e Event) bool { return e.Outcome == sallyport.Unresolved }

var errNotice = errors.New("an I-247N asks for notice of a release and for nothing else; a hold takes an I-247D")

// onlyNotice says that a form for notices was used to ask for something else.
func onlyNotice(r *sallyport.Request) bool { return r.Form == "I-247N" && r.Action != "notify" }

// resolved takes two people's findings on citizenship; only when both found the same does the door open for another look.
func resolved(again Stage) func(State, Event) (State, Kind, error) {
	return func(s State, e Event) (State, Kind, error) {
		for _, r := range s.Resolutions {
			if r.By == e.Actor.ID {
				return s, "", errors.New("citizenship finding: the second person has to be somebody else")
			}
		}
		for _, r := range s.Resolutions {
			if r.Citizen == e.Citizen {
				s.Resolutions = nil
				s.Challenges = without(s.Challenges, Citizenship)
				if slices.Contains([]Stage{Unresolved, Open, Closed}, s.Stage) {
					s.Stage = again
				}
				return s, "", nil
			}
		}
		s.Resolutions = append(slices.Clone(s.Resolutions), Resolution{e.Actor.ID, e.Citizen})
		return s, "", nil
	}
}

// What a person can say is wrong.
const (
	Citizenship = "citizenship"
	Identity    = "identity"
	Conviction  = "conviction"
)

// challenged notes what the person says is wrong, and goes back, as with any new fact, to the door last passed.
func challenged(back func(State, Event) (State, Kind, error)) func(State, Event) (State, Kind, error) {
	return func(s State, e Event) (State, Kind, error) {
		if !slices.Contains([]string{Citizenship, Identity, Conviction}, e.About) {
			return s, "", errors.New("challenged: say whether the citizenship, the identity or a conviction is wrong")
		}
		s.Challenges = append(without(s.Challenges, e.About), e.About)
		return back(s, e)
	}
}

func replied(s State, e Event) (State, Kind, error) {
	switch {
	case e.About == Citizenship:
		return s, "", errors.New("challenge answered: citizenship takes the findings of two people")
	case !slices.Contains(s.Challenges, e.About):
		return s, "", errors.New("challenge answered: nobody has challenged the " + e.About)
	}
	s.Challenges = without(s.Challenges, e.About)
	return s, "", nil
}

func without(list []string, word string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return w == word })
}

func federalDoor(s State, e Event) (State, Kind, error) {
	switch {
	case permitted(e):
		return s.at(MayBeAsked), "", nil
	case unresolved(e):
		return s.at(Unresolved), "", nil
	}
	return s.end(NotAsked), "", nil
}

// bothDoors lets a served request take effect, or what is in effect go on, when both doors permit it; whatever else they say ends it. Judging again
// never makes a hold longer.
func bothDoors(s State, e Event) (State, Kind, error) {
	hold := s.Request.Action == "hold"
	switch {
	case !permitted(e) && s.Stage == Held:
		return s.end(Lifted), "", nil
	case !permitted(e), hold && e.HoldUntil.IsZero():
		return s.end(NoEffect), "", nil
	case !hold:
		return s.at(ToNotify), "", nil
	}
	if s.HoldUntil.IsZero() || e.HoldUntil.Before(s.HoldUntil) {
		s.HoldUntil = e.HoldUntil
	}
	if s.Stage == Held {
		return s, "", nil
	}
	return s.at(ToHold), "", nil
}

func holdEnded(s State, e Event) (State, Kind, error) {
	switch {
	case !slices.Contains([]string{Taken, Expired, Lifted}, e.Reason):
		return s, "", errors.New("hold ended: say whether custody was taken, the limit was reached or the hold was lifted")
	case e.At.After(s.HoldUntil):
		return s.end(HoldLate), "", nil
	}
	return s.end(e.Reason), "", nil
}
