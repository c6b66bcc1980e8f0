package desk

import (
	"slices"

	"sallyport/internal/link"
)

// Why a message of another node is refused. The reason travels, and is on the sender's record for good: so there are these and no others, and none quotes
// anything of the message.
const (
	notReadable      = "the message cannot be read"
	notSigned        = "the message names nobody, or no time"
	notTheHub        = "not from the hub of this jail"
	notKnown         = "no such submission"
	notTheirs        = "not for that node to say"
	notOfTheNode     = "somebody who is not of that node"
	ofAnotherJail    = "a submission of another jail"
	ofAnotherAgency  = "a booking of another node's agency"
	factNotOfTheNode = "a fact from somebody who is not of that node"
	badTransaction   = "the transaction is not in order"
	cameBefore       = "the transaction came before"
	outOfTurn        = "the step does not follow"
	noFact           = "no fact of a case"
	noValue          = "not a value of a fact"
	noCase           = "the facts make no case"
	anotherReason    = "another reason" // of a node that knows more of them
)

var whys = []string{notReadable, notSigned, notTheHub, notKnown, notTheirs, notOfTheNode, ofAnotherJail, ofAnotherAgency, factNotOfTheNode, badTransaction,
	cameBefore, outOfTurn, noFact, noValue, noCase}

func refusal(why string) error { return &link.Refusal{Reason: why} }

// why is the reason that another node gave, if it is one of these.
func why(reason string) string {
	if slices.Contains(whys, reason) {
		return reason
	}
	return anotherReason
}

// NotNow says that a step does not follow as things stand: it was taken already, somebody else has to go first, or the matter is over. A role that may
// not take it at all is a *roles.Denied in it.
type NotNow struct{ Err error }

func (n *NotNow) Error() string { return n.Err.Error() }

func (n *NotNow) Unwrap() error { return n.Err }

// Unfit says that what was entered cannot be kept: it has no source, is no fact of a case, or is not a value of that fact.
type Unfit struct{ Err error }

func (u *Unfit) Error() string { return u.Err.Error() }

func (u *Unfit) Unwrap() error { return u.Err }
