package recordroom

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"sallyport/internal/store"
	"sallyport/proof"
	"sallyport/record"
)

// shownBatches is how many of the last batches a page has.
const shownBatches = 10

// checkpointsView is where the log stands.
type checkpointsView struct {
	Config
	Last      proof.Checkpoint // the zero value before the first
	Public    proof.Checkpoint // the last that is witnessed
	Witnessed bool             // whether any is
	Cosigned  []cosigned       // who cosigned the public one, or, where there is none, the last
	Settings  record.Settings
	Days      []record.Day
	NextDay   string // whose batch comes next, in words
	NextAt    string // when
}

// cosigned is a witness with what it said of a checkpoint.
type cosigned struct {
	Name, Key string
	At        string // "" where it has not cosigned this one
}

// checkpoints shows where the log stands, and who has seen it.
func (m *room) checkpoints(w http.ResponseWriter, r *http.Request) {
	v := &checkpointsView{Config: m.Config}
	err := m.Board.Store.View(r.Context(), v.read)
	if err != nil {
		m.failed(w, r, err)
		return
	}
	m.show(w, r, http.StatusOK, "Checkpoints", checkpointsPage(v))
}

func (v *checkpointsView) read(tx *store.Tx) error {
	last, err := tx.LastCheckpoint()
	if errors.Is(err, store.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	if v.Last, err = parse(last.Note); err != nil {
		return err
	}
	witnessed, err := tx.LastWitnessed()
	switch {
	case errors.Is(err, store.ErrNone):
		witnessed = last
	case err != nil:
		return err
	default:
		v.Witnessed = true
		if v.Public, err = parse(witnessed.Note); err != nil {
			return err
		}
	}
	v.Cosigned = v.cosigned(witnessed.Note)
	return v.readBatches(tx)
}

// readBatches reads the log's own word on how it grows, and its last days.
func (v *checkpointsView) readBatches(tx *store.Tx) error {
	for kind, most := range map[record.Kind]int{record.KindSettings: 1, record.KindDay: shownBatches} {
		leaves, err := tx.LastPublished(string(kind), most)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			if leaf.Index >= v.Last.Size {
				continue // planned, and in the log in a moment
			}
			says, err := record.Decode([]byte(leaf.Body))
			if err != nil {
				return err
			}
			switch says := says.(type) {
			case record.Settings:
				v.Settings = says
			case record.Day:
				v.Days = append(v.Days, says)
			}
		}
	}
	v.next()
	return nil
}

// next says which batch comes next, and when.
func (v *checkpointsView) next() {
	if len(v.Days) == 0 || v.Settings.Batch == "" {
		return
	}
	last, err := time.Parse(time.DateOnly, v.Days[0].Day)
	if err != nil {
		return
	}
	v.NextDay = english.day(last.AddDate(0, 0, 1).Format(time.DateOnly))
	v.NextAt = english.day(last.AddDate(0, 0, 2).Format(time.DateOnly)) + ", " + v.Settings.Batch + " UTC"
}

// cosigned are the policy's witnesses, those first that have cosigned.
func (v *checkpointsView) cosigned(signed string) (all []cosigned) {
	if v.Policy == nil {
		return nil
	}
	_, by, err := v.Policy.Check([]byte(signed))
	if err != nil && !errors.Is(err, proof.ErrQuorum) {
		return nil
	}
	for _, w := range v.Policy.Witnesses {
		one := cosigned{Name: w.Name, Key: w.Key}
		if i := slices.IndexFunc(by, func(c proof.Cosignature) bool { return c.Witness == w.Name }); i >= 0 {
			one.At = moment(by[i].At)
		}
		all = append(all, one)
	}
	return all
}

func parse(signed string) (proof.Checkpoint, error) {
	text, _, _ := strings.Cut(signed, "\n\n")
	return proof.ParseCheckpoint(text + "\n")
}

// moment is a time as people write it, in UTC: logs know no other.
func moment(at time.Time) string {
	return english.day(at.UTC().Format(time.DateOnly)) + ", " + at.UTC().Format("15:04:05") + " UTC"
}

// monitors shows how anyone can watch, and whom the node watches.
func (m *room) monitors(w http.ResponseWriter, r *http.Request) {
	m.show(w, r, http.StatusOK, "Monitors", monitorsPage(m))
}
