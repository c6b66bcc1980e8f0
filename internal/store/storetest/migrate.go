package storetest

import (
	"embed"
	"io/fs"
	"path"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
)

// earlier has a database of each schema before the newest, as the program of its day wrote it. All hold the same. A
// migration that is added brings one from the day before.
//
//go:embed testdata/*.sql
var earlier embed.FS

// Migrate checks that nothing is lost when a database of an earlier schema is opened. open gives the store on a database
// in which the SQL text was run, and closes it at the end of the test.
func Migrate(t *testing.T, open func(t *testing.T, text string) *store.Store) {
	names, err := fs.Glob(earlier, "testdata/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(path.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := earlier.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := open(t, string(text))
			view(t, s, func(tx *store.Tx) error { kept(t, tx); return nil })
			addSubmission(t, s, "s3")
			write(t, s, func(tx *store.Tx) error { return everything(tx, "s3") })
			view(t, s, func(tx *store.Tx) error {
				same(t, "the next event", []store.Event{{Seq: 4, Body: "{}", Salt: "00", Day: day}})(tx.Events(4, 10))
				same(t, "the first message", int64(1))(tx.LastIncoming("hub"))
				return nil
			})
		})
	}
}

// kept checks that all is there that each of the earlier databases holds.
func kept(t *testing.T, tx *store.Tx) {
	received := func(id string) *store.Submission {
		s := booked(id)
		s.ORI = "OH0250000"
		return s
	}
	second := received("s2")
	second.At = noon.Add(3600e9)
	first := received("s1")
	first.Outcome = sallyport.Permitted // as its decision says
	same(t, "submissions", []*store.Submission{first, second})(tx.Submissions(casework.New))
	same(t, "events", []store.Event{
		{Seq: 0, Body: `{"kind":"received"}`, Salt: "00", Planned: true, Old: true, Logged: true},
		{Seq: 1, Body: `{"kind":"searched"}`, Salt: "01", Planned: true, Index: 1, Old: true, Logged: true},
		{Seq: 2, Body: `{"kind":"received"}`, Salt: "00", Planned: true, Index: 2, Old: true},
		{Seq: 3, Body: `{"kind":"searched"}`, Salt: "01", Planned: true, Index: 3, Old: true}})(tx.Events(0, 10))
	same(t, "checkpoints", []string{"log\n2\nroot\n"})(tx.Checkpoints())
	same(t, "candidates", []sallyport.Candidate{{Person: "G-1", Score: 1.5}, {Person: "G-2", Score: 0.5, Control: true}})(tx.Candidates("s1"))
	same(t, "facts", []store.Fact{
		{Path: "person.removable", Value: "true", Source: "record 1", By: "clerk", Office: "hub", At: noon, Accepted: "jailer"},
		{Path: "person.citizen", Value: "false", Source: "record 2", By: "clerk", Office: "hub", At: noon}})(tx.Facts("s1"))
	same(t, "receipt", `{"submission":"s2"}`)(tx.Receipt("s2"))
	decisions, err := tx.Decisions("s1")
	if err != nil || len(decisions) != 1 || decisions[0].Outcome != sallyport.Permitted {
		t.Error(decisions, err)
	}
	finger := func(f int) fingerprint.Template {
		return fingerprint.Template{Width: 320, Height: 400, Finger: f,
			Minutiae: []fingerprint.Minutia{{X: 1, Y: 2, Direction: 3, Kind: fingerprint.Ending, Quality: 4}}}
	}
	prints, clear, err := tx.ClearPrints()
	same(t, "prints", map[string][]fingerprint.Template{"s1": {finger(1)}})(prints, err)
	same(t, "gallery", []fingerprint.Template{finger(1), finger(10)})(clear["G-2"], err)
	facts, err := tx.ClearFacts()
	if err != nil || len(facts) != 2 || facts[0].Value != "true" || facts[0].Source != "record 1" {
		t.Error("facts in the clear:", facts, err)
	}
	people := map[string]bool{}
	err = tx.Enrolments(0, func(person string, _ int64) error { people[person] = true; return nil })
	if err != nil || len(people) != 2 || !people["G-1"] || !people["G-2"] {
		t.Error("enrolments:", people, err)
	}
}
