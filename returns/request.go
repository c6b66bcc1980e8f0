package returns

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
)

// Actions that a request can ask for, in the order of the tables.
var actions = []string{"notify", "hold", "transfer", "interview"}

// request is what the book says of one request, from the lines about its submission.
type request struct {
	at       time.Time // when it was received
	action   string
	form     string
	answered time.Time // zero while it was not
	agreed   bool
	rules    []string  // that refused it, where the law did; else those that both doors permitted it by
	held     time.Time // when a hold began
	ended    time.Time // zero while it is open
	reason   string    // why it ended
	bail     time.Time
	reasons  []string // that it gave
	left     leaving
	accesses []access
}

// leaving is how the person left, as somebody noted it.
type leaving struct {
	how, to, offence string
	at               time.Time
}

// access is what was given by other means than in answer to a hold, a notification or a transfer.
type access struct {
	what string
	at   time.Time
}

// gather makes requests of a book's lines, in the order in which they were received. It counts the notes by year as well, which the log publishes.
func gather(lines []sallyport.Event) (all []*request, notes map[int]int) {
	of, notes := map[string]*request{}, map[int]int{}
	for i := range lines {
		e := &lines[i]
		if e.Kind == string(casework.Register) && e.Request != nil && of[e.Submission] == nil {
			r := &request{at: e.At, action: e.Request.Action, form: e.Request.Form}
			of[e.Submission], all = r, append(all, r)
		}
		if e.Kind == Noted {
			notes[e.At.UTC().Year()]++
		}
		if r := of[e.Submission]; r != nil {
			r.take(e)
		}
	}
	slices.SortStableFunc(all, func(a, b *request) int { return a.at.Compare(b.at) })
	return all, notes
}

func (r *request) take(e *sallyport.Event) {
	switch casework.Kind(e.Kind) {
	case casework.Answer:
		r.answered, r.agreed = e.At, e.Answer != nil && e.Answer.Agrees
		if !r.agreed {
			r.rules = e.Rules
		}
	case casework.BothDoors:
		if r.held.IsZero() { // what lets a hold begin, not what is found of it later
			r.rules = e.Rules
		}
	case casework.StartHold:
		r.held = e.At
	case Noted:
		if e.Return != nil {
			r.note(e.Return)
		}
	}
	if e.Reason != "" && e.Request != nil && r.ended.IsZero() { // what follows an end has no request
		r.ended, r.reason = e.At, e.Reason
	}
}

// note takes what was noted for a return: the later counts in place of the earlier, an access by its time.
func (r *request) note(n *sallyport.Return) {
	if !n.Bail.IsZero() {
		r.bail = n.Bail
	}
	if len(n.Reasons) > 0 {
		r.reasons = n.Reasons
	}
	if n.Left != "" {
		r.left = leaving{n.Left, n.To, n.Offence, n.At}
	}
	if n.Access != "" {
		r.accesses = slices.DeleteFunc(r.accesses, func(a access) bool { return a.at.Equal(n.At) })
		if n.Access != NoAccess {
			r.accesses = append(r.accesses, access{n.Access, n.At})
		}
	}
}

// departed is how and when the person left: as somebody noted it, or else as the steps say. It is the zero value where neither does.
func (r *request) departed() leaving {
	switch {
	case r.left.how != "":
		return r.left
	case r.transferred():
		return leaving{how: Transferred, at: r.ended}
	case slices.Contains([]string{casework.Notified, casework.Lapsed, casework.Expired, casework.Lifted}, r.reason): // a late hold may have ended either way
		return leaving{how: Released, at: r.ended}
	}
	return leaving{}
}

// transferred says whether the person was handed over: noted, or by a step that is one.
func (r *request) transferred() bool {
	switch {
	case r.left.how != "":
		return r.left.how == Transferred
	case r.action == "transfer":
		return r.reason == casework.Notified
	}
	return r.reason == casework.Taken
}

// decode reads the body of a line. What is no event is a message's, and no concern of a return.
func decode(body string) (e sallyport.Event, is bool, err error) {
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		return e, false, fmt.Errorf("returns: a line that cannot be read: %w", err)
	}
	return e, e.Kind != "", nil
}
