package desk

import (
	"slices"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/link"
	"sallyport/internal/store"
)

// orders are the kinds of event that a hub tells a jail. None of them keeps anybody.
var orders = []casework.Kind{casework.Register, casework.Withdraw, casework.Record, casework.Close}

// Take gives a message of the hub's its effect. What it claims counts only once a named person of the jail has accepted it, and at once where it can only stop something.
func (j *Jail) Take(tx *store.Tx, m *link.Message) error {
	told, s, err := j.open(tx, m)
	switch {
	case err != nil:
		return err
	case m.From != j.Hub:
		return refusal(notTheHub)
	case !slices.Contains(orders, told.Event.Kind):
		return refusal(notTheirs)
	case told.Event.Actor.Office == j.Place:
		return refusal(notOfTheNode)
	case s == nil && told.Event.Kind != casework.Register:
		return refusal(notKnown)
	}
	if s == nil {
		booking := sallyport.Booking{TCN: told.TCN, ORI: told.ORI, Agency: j.Place, At: told.Event.At}
		s = &store.Submission{ID: m.Case, Booking: booking}
		if err := tx.AddSubmission(s); err != nil {
			return err
		}
	}
	if s.State.Over() {
		return nil // it crossed the jail's own word that this is over
	}
	if err := j.hear(tx, s, told.Event); err != nil {
		return err
	}
	if err := j.claim(tx, s, told.Facts, func(Claim) string { return "" }); err != nil {
		return err
	}
	if told.Event.Kind == casework.Record {
		return j.judgeAgain(s.State.Last)(tx, s)
	}
	return nil
}

// tellHub tells the hub what happened to a request that came from it, and to the custody it is about.
func (j *Jail) tellHub(tx *store.Tx, s *store.Submission, was casework.State, e *casework.Event) error {
	registered := s.File == byOtherWays
	if registered || j.Hub == "" || !slices.Contains(reports, e.Kind) || e.Kind == casework.Record && was.Stage == casework.New {
		return nil
	}
	told := &Told{Event: *e}
	told.Event.Request = nil
	if e.Kind == casework.Answer && !e.Agrees {
		told.Event.Reason = s.State.Reason
	}
	facts, err := j.facts(tx, s.ID)
	if err != nil {
		return err
	}
	told.Facts = claims(facts, func(f *store.Fact) bool {
		return f.Office == s.Agency || f.Office == j.Name || f.Office == publicOffice && f.Path == indicated // the person's own word stops both
	})
	return j.send(tx, j.Hub, s.ID, told)
}

// byOtherWays stands where a file's name would, on a request that the hub does not know of.
const byOtherWays = "register"
