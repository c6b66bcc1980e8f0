package desk

// NotNow says that a step does not follow as things stand: it was taken already, somebody else has to go first, or the matter is over. A role that may
// not take it at all is a *roles.Denied in it.
type NotNow struct{ Err error }

func (n *NotNow) Error() string { return n.Err.Error() }

func (n *NotNow) Unwrap() error { return n.Err }

// Unfit says that what was entered cannot be kept: it has no source, is no fact of a case, or is not a value of that fact.
type Unfit struct{ Err error }

func (u *Unfit) Error() string { return u.Err.Error() }

func (u *Unfit) Unwrap() error { return u.Err }
