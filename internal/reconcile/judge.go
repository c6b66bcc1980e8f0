package reconcile

import "slices"

// judge says what one message comes to: "" where all that is known of it agrees. latest is the greatest number of the stream
// that the receiver is known to have.
func (c *comparison) judge(m *message, latest int64) Kind {
	early := false
	var faults []Kind
	for _, end := range []struct {
		*side
		lines []*line
	}{{c.side(m.from), m.sent}, {c.side(m.to), m.got}} {
		for _, l := range end.lines {
			fault, soon := end.proof(l.Index, l.leaves[end.n])
			faults, early = append(faults, fault), early || soon
		}
	}
	for _, worst := range []Kind{NotInLog, OtherIndex} {
		if slices.Contains(faults, worst) {
			return worst
		}
	}
	lines := m.lines()
	switch {
	case slices.ContainsFunc(lines, func(l *line) bool { return l.shared != lines[0].shared }):
		return Equivocation
	case len(m.sent) > 1 || len(m.got) > 1 || slices.Contains(faults, Twice):
		return Twice
	case len(m.sent) > 0 && (m.out == nil || m.out.Digest != lines[0].message.Digest):
		return Contradicts
	case len(m.got) > 0 && (m.in == nil || m.in.Digest != lines[0].message.Digest):
		return Contradicts
	}
	if k := c.presence(m, latest); k != "" || !early {
		return k
	}
	return NotLogged
}

// presence says what follows from who has the message.
func (c *comparison) presence(m *message, latest int64) Kind {
	sender, receiver := c.side(m.from), c.side(m.to)
	switch {
	case len(m.sent) > 0 && len(m.got) > 0:
		if m.out.Acknowledged.IsZero() {
			return Unsettled
		}
		return ""
	case len(m.sent) > 0 && receiver != nil:
		return notReceived(m, receiver, latest)
	case len(m.got) > 0 && sender != nil:
		return neverSent(m, sender)
	case len(m.sent) == 0 && len(m.got) == 0:
		return Contradicts // an outbox or an inbox has it, and no record
	}
	return ""
}

// notReceived is a message that the receiver's record has not, as far as it is given.
func notReceived(m *message, receiver *side, latest int64) Kind {
	held := receiver.where(m.sent[0].leaves[receiver.n])
	switch {
	case len(held) > 0 && receiver.Book == nil:
		return ""
	case len(held) > 0 && held[0] < receiver.knows:
		return NotInBook
	case len(held) > 0:
		return Newer
	case m.in != nil:
		return Contradicts
	case receiver.Book == nil && !receiver.usable:
		return CannotBeTold
	case m.out.Acknowledged.IsZero() && m.number < latest:
		return Overtaken
	case m.out.Acknowledged.IsZero():
		return InFlight
	case receiver.Book != nil && m.out.Acknowledged.After(receiver.Book.At):
		return Newer
	}
	return Lost
}

// neverSent is a message that the sender's record has not, as far as it is given.
func neverSent(m *message, sender *side) Kind {
	held := sender.where(m.got[0].leaves[sender.n])
	switch {
	case len(held) > 0 && sender.Book == nil:
		return ""
	case len(held) > 0 && held[0] < sender.knows:
		return NotInBook
	case len(held) > 0:
		return Newer
	case m.out != nil:
		return Contradicts
	case sender.Book == nil && !sender.usable:
		return CannotBeTold
	case sender.Book != nil && m.in.At.After(sender.Book.At):
		return Newer
	}
	return NeverSent
}

// noted takes the sender's note of a refusal of this message away, where there is one.
func (c *comparison) noted(m *message) bool {
	k := noteKey{m.from, m.to, m.out.Case, m.out.Acknowledged}
	if c.notes[k] == 0 {
		return false
	}
	c.notes[k]--
	return true
}

// unnoted says whether the receiver refused a message and the sender, which has its acknowledgement, did not note it.
func (c *comparison) unnoted(m *message) bool {
	return m.in != nil && m.in.Refused && m.out != nil && !m.out.Acknowledged.IsZero() && !c.noted(m)
}
