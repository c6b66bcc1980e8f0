package reconcile

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// stream compares the messages from one node to another, sorted by number.
func (c *comparison) stream(messages []*message) {
	from, to := messages[0].from, messages[0].to
	sender, receiver := c.side(from), c.side(to)
	st := Stream{From: from, To: to, Compared: sender != nil && receiver != nil}
	latest := c.latest(messages, receiver)
	kinds := make([]Kind, len(messages))
	for i, m := range messages {
		if kinds[i] = c.judge(m, latest); c.unnoted(m) && kinds[i] == "" {
			kinds[i] = RefusalNotNoted
		}
		m.comes = kinds[i]
	}
	next := int64(1)
	for i, m := range messages {
		if m.number > next {
			st.Differences++
			c.find(Finding{Kind: Gap, From: from, To: to, Number: next, Last: m.number - 1, Evidence: c.evidence(nil, nil),
				Detail: fmt.Sprintf("numbers %d to %d, and there is a %d", next, m.number-1, m.number)})
		}
		next = m.number + 1
		st.count(kinds[i])
		if kinds[i] != "" {
			c.find(Finding{Kind: kinds[i], From: from, To: to, Number: m.number, Evidence: c.evidence(m, nil)})
		}
		if m.in == nil && m.out != nil {
			c.noted(m) // what became of it the receiver's book does not say
		}
	}
	if sender != nil && sender.Book != nil {
		st.Sent = count(messages, func(m *message) bool { return len(m.sent) > 0 })
		st.Acknowledged = count(messages, func(m *message) bool { return m.out != nil && !m.out.Acknowledged.IsZero() })
	}
	if receiver != nil && receiver.Book != nil {
		st.Received = count(messages, func(m *message) bool { return len(m.got) > 0 })
		st.Refused = count(messages, func(m *message) bool { return m.in != nil && m.in.Refused })
	}
	if st.Sent != nil && st.Received != nil {
		sent, received := 0, 0 // of those that are not on their way
		for i, m := range messages {
			if !kinds[i].pending() {
				sent, received = sent+min(len(m.sent), 1), received+min(len(m.got), 1)
			}
		}
		st.CountsDiffer = sent != received
	}
	c.report.Streams = append(c.report.Streams, st)
}

// latest is the greatest number that the receiver's log shows it to have, or 0.
func (c *comparison) latest(messages []*message, receiver *side) int64 {
	for _, m := range slices.Backward(messages) {
		if receiver != nil && slices.ContainsFunc(m.lines(), func(l *line) bool { return len(receiver.where(l.leaves[receiver.n])) > 0 }) {
			return m.number
		}
	}
	return 0
}

func (s *Stream) count(k Kind) {
	switch {
	case k == "":
		s.Alike++
	case k.pending():
		s.Pending++
	default:
		s.Differences++
	}
}

func count(messages []*message, is func(*message) bool) *int {
	n := 0
	for _, m := range messages {
		if is(m) {
			n++
		}
	}
	return &n
}

// contents is a line of each content that either book has under a message's number.
func contents(m *message) (lines []*line) {
	for _, l := range m.lines() {
		if !slices.ContainsFunc(lines, func(known *line) bool { return known.shared == l.shared }) {
			lines = append(lines, l)
		}
	}
	return lines
}

// leftNotes finds refusals that a sender noted and no receiver made.
func (c *comparison) leftNotes() {
	keys := slices.SortedFunc(maps.Keys(c.notes), func(x, y noteKey) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.by, y.by), x.at.Compare(y.at), cmp.Compare(x.about, y.about))
	})
	for _, k := range keys {
		receiver := c.side(k.by)
		if c.notes[k] == 0 || receiver == nil || receiver.Book == nil {
			continue
		}
		c.find(Finding{Kind: RefusalNotMade, From: k.from, To: k.by, Evidence: c.evidence(nil, nil),
			Detail: fmt.Sprintf("%s noted %d for case %q at %s", k.from, c.notes[k], k.about, k.at.Format(timeForm))})
	}
}

// timeForm is how people are shown times, all in UTC.
const timeForm = "2006-01-02 15:04:05"
