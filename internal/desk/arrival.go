package desk

import (
	"errors"
	"fmt"

	"sallyport/casework"
	"sallyport/internal/store"
)

// arrival is a transaction on its way in: checked, and sealed under a key that is on the disk, before any transaction of the store's waits for it.
type arrival struct {
	*store.Submission
	sealed  []byte       // the transaction
	custody []store.Fact // sealed too
	about   string       // what they put in doubt: the citizenship, or nothing

	known string        // the reference that it ended under: its own, or the one that it had before
	fresh bool          // whether it was let in now
	err   error         // or why not
	let   chan struct{} // closed when all this is known
}

var errCutOff = errors.New("desk: receiving was cut off")

// arrive seals what has come. The submission has its reference.
func (h *Hub) arrive(s *store.Submission, data []byte, custody []store.Fact) (*arrival, error) {
	if _, err := caseFrom(s, custody, s.At); err != nil {
		return nil, &Unfit{err}
	}
	a := &arrival{Submission: s, custody: make([]store.Fact, len(custody)), about: doubt(latest(custody)), err: errCutOff, let: make(chan struct{})}
	var err error
	if a.sealed, err = h.Vault.Seal(s.ID, transactionDocument, data); err != nil {
		return nil, err
	}
	for i, f := range custody {
		if a.custody[i], err = h.sealFact(s.ID, f); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// admit keeps arrivals, and says in each what came of it. A TCN that came before is that submission; one that finds no room is refused. An error
// is the transaction's, and says nothing of any one of them.
func (h *Hub) admit(tx *store.Tx, group []*arrival) error {
	known, err := h.allKnown(tx, group)
	if err != nil {
		return err
	}
	var fresh []*arrival
	first := map[[2]string]*arrival{}
	for i, a := range group {
		a.known, a.fresh, a.err = a.ID, false, nil
		twice := first[[2]string{a.TCN, a.ORI}]
		switch {
		case known[i] != "":
			a.known = known[i]
			continue
		case twice != nil:
			a.known = twice.ID
			continue
		}
		room, err := h.crowd.room(tx, a.At, h.most())
		if err != nil {
			return err
		}
		if !room {
			a.err = ErrBusy
			continue
		}
		a.fresh = true
		first[[2]string{a.TCN, a.ORI}] = a
		fresh = append(fresh, a)
	}
	return h.keepAll(tx, fresh)
}

// allKnown are the references of those that came before, "" for the others.
func (h *Hub) allKnown(tx *store.Tx, group []*arrival) ([]string, error) {
	keys := make([]store.Key, len(group))
	for i, a := range group {
		keys[i] = h.key(a.Booking)
	}
	return tx.IDsByKey(keys)
}

// keepAll takes the step of each into the store. No clock runs while they wait for their search, and nobody has to be told.
func (h *Hub) keepAll(tx *store.Tx, fresh []*arrival) error {
	var submissions []*store.Submission
	var documents []store.Document
	var lines []store.Line
	for _, a := range fresh {
		s := *a.Submission // as it came, however often this is tried
		next, entries, err := h.life.Step(s.State, casework.Event{Kind: casework.Receive, Actor: h.Software(), At: a.At, About: a.about})
		if err != nil {
			return fmt.Errorf("submission %s: %w", s.ID, err)
		}
		s.State = next
		submissions = append(submissions, &s)
		documents = append(documents, store.Document{Case: s.ID, Kind: transactionDocument, Sealed: a.sealed})
		for _, e := range entries {
			e.Submission, e.Place = s.ID, s.Agency
			line, err := h.line(e)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
	}
	if err := errors.Join(tx.AddSubmissions(submissions), tx.AddDocuments(documents), tx.AddEvents(lines)); err != nil {
		return err
	}
	for _, a := range fresh {
		for i := range a.custody {
			if err := tx.AddFact(a.ID, &a.custody[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
