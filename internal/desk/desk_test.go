package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/fingerprint/synth"
	"sallyport/internal/search/memory"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

var (
	morning    = time.Date(2015, 8, 3, 9, 0, 0, 0, time.FixedZone("", -4*3600))
	examinerA  = sallyport.Actor{ID: "A", Office: "hub", Role: sallyport.Examiner}
	examinerB  = sallyport.Actor{ID: "B", Office: "hub", Role: sallyport.Examiner}
	aClerk     = sallyport.Actor{ID: "C", Office: "hub", Role: sallyport.Clerk}
	aCounsel   = sallyport.Actor{ID: "L", Office: "hub", Role: sallyport.Counsel}
	anOfficer  = sallyport.Actor{ID: "O", Office: "field office", Role: sallyport.Officer}
	aJailer    = sallyport.Actor{ID: "J", Office: "us-oh/franklin", Role: sallyport.JailOfficer}
	elsewhere  = sallyport.Actor{ID: "K", Office: "us-il/cook", Role: sallyport.JailOfficer}
	convicted  = []string{"statute", `"Ohio Rev. Code 2911.12"`, "court", `"state"`, "place", `"us-oh"`, "grade", `"felony"`, "on", `"2012-02-03"`, "category", `"burglary"`}
	cleanFlags = []string{"status_element", "gang_element", "juvenile", "vacated", "expunged", "appeal_pending"}
)

func minutes(n int) time.Time { return morning.Add(time.Duration(n) * time.Minute) }

// newDesk has two people in its gallery, G-0 and G-1, and one submission, s, of the first of them, received.
func newDesk(t *testing.T) *Desk {
	t.Helper()
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(t, s.Close()) })
	d := &Desk{Store: s, Gallery: new(memory.Engine), Law: book, Random: rand.Reader, Folder: dir, Jails: map[string]string{"OHFRTRY01": "us-oh/franklin"}}
	err = s.InTx(t.Context(), func(tx *store.Tx) error {
		one := &store.Submission{ID: "s", Booking: sallyport.Booking{TCN: "TRIAL-2015-000001", ORI: "OHFRTRY01", Agency: "us-oh/franklin", At: morning},
			File: "s.eft", State: casework.State{Stage: casework.Received, Last: morning}}
		return errors.Join(tx.Enrol("G-0", hands(0)), tx.Enrol("G-1", hands(1)), tx.AddSubmission(one), tx.AddPrints("s", hands(0)))
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func hands(person int) (prints []fingerprint.Template) {
	for position := 1; position <= 10; position++ {
		template := synth.NewPerson(1, person).Finger(position).Template(0)
		template.Finger = position
		prints = append(prints, template)
	}
	return prints
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (d *Desk) stage(t *testing.T) casework.Stage {
	t.Helper()
	records, err := d.Records(t.Context())
	must(t, err)
	return records[0].Submission.State.Stage
}

// confirm walks the submission until two examiners have confirmed it.
func confirm(t *testing.T, d *Desk) context.Context {
	t.Helper()
	ctx := t.Context()
	must(t, d.Search(ctx, "s", minutes(1)),
		d.Examine(ctx, examinerA, "s", minutes(2), []string{"G-0"}),
		d.Examine(ctx, examinerB, "s", minutes(3), []string{"G-0"}))
	return ctx
}

// felon are facts under which a notice may be asked.
func felon() []Fact {
	const source = "a record"
	facts := []Fact{{"charges", "[]", source}, {"person.removable", "true", source}, {"person.us_citizen", "false", source},
		{"person.citizenship_indicated", "false", source}, {"officer.fod_national_security", "false", source}}
	for i := 0; i < len(convicted); i += 2 {
		facts = append(facts, Fact{"convictions[0]." + convicted[i], convicted[i+1], source})
	}
	for _, flag := range cleanFlags {
		facts = append(facts, Fact{"convictions[0]." + flag, "false", source})
	}
	return facts
}

func TestLineupIsBlind(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	must(t, d.Search(ctx, "s", minutes(1)))
	if _, _, err := d.Lineup(ctx, anOfficer, "s"); err == nil {
		t.Error("a field officer was shown the lineup")
	}
	_, shown, err := d.Lineup(ctx, examinerA, "s")
	must(t, err)
	if len(shown) != 2 {
		t.Fatalf("%d people shown; the candidate and the control are 2", len(shown))
	}
	must(t, d.Examine(ctx, examinerA, "s", minutes(2), []string{"G-1"})) // the control
	must(t, d.Examine(ctx, examinerB, "s", minutes(3), []string{"G-1"}))
	if d.stage(t) != casework.Ended {
		t.Error("two examiners confirmed the control and it became a match")
	}
}

func TestSeveralConfirmedAreNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	must(t, d.Search(ctx, "s", minutes(1)), d.Examine(ctx, examinerA, "s", minutes(2), []string{"G-0", "G-1"}),
		d.Examine(ctx, examinerB, "s", minutes(3), []string{"G-0"}))
	if d.stage(t) != casework.Ended {
		t.Error("an examiner who named two people confirmed one")
	}
}

func TestFactsHaveASourceAndTheRightPerson(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := confirm(t, d)
	for name, c := range map[string]struct {
		who  sallyport.Actor
		fact Fact
	}{
		"no source":             {aClerk, Fact{"person.removable", "true", " "}},
		"an officer":            {anOfficer, Fact{"person.removable", "true", "record"}},
		"the jail's conviction": {aJailer, Fact{"convictions", "[]", "record"}},
		"the clerk's request":   {aClerk, Fact{"request.special_circumstances", "true", "record"}},
		"another jail":          {elsewhere, Fact{"release.basis", `"other"`, "record"}},
		"no such fact":          {aClerk, Fact{"person.nationality", `"any"`, "record"}},
		"not a value of it":     {aClerk, Fact{"person.removable", `"perhaps"`, "record"}},
		"not JSON":              {aClerk, Fact{"person.removable", "perhaps", "record"}},
		"a time without a zone": {aJailer, Fact{"release.eligible_at", `"2015-08-04T09:00:00"`, "record"}},
	} {
		if err := d.RecordFacts(ctx, c.who, "s", minutes(4), []Fact{c.fact}); err == nil {
			t.Errorf("%s: entered", name)
		}
	}
	for _, who := range []sallyport.Actor{anOfficer, examinerA, elsewhere} {
		if _, err := d.Facts(ctx, who, "s"); err == nil {
			t.Errorf("%s of %s read the facts", who.Role, who.Office)
		}
	}
	facts, err := d.Facts(ctx, aClerk, "s")
	must(t, err)
	if len(facts) != 0 {
		t.Errorf("%d facts kept of those refused", len(facts))
	}
}

func TestOfficerSeesOnlyWhomTheFederalDoorPermits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := confirm(t, d)
	must(t, d.Screen(ctx, "s", minutes(4))) // nothing is known: unresolved
	if list, err := d.MayBeAsked(ctx, anOfficer); err != nil || len(list) != 0 || d.stage(t) != casework.Unresolved {
		t.Fatal(list, err, d.stage(t))
	}
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(5), felon()), d.Screen(ctx, "s", minutes(6)))
	list, err := d.MayBeAsked(ctx, anOfficer)
	must(t, err)
	if len(list) != 1 || list[0].Decision.Outcome != sallyport.Permitted {
		t.Fatal(list)
	}
	if _, err := d.MayBeAsked(ctx, aJailer); err == nil {
		t.Error("a jail officer read the field office's list")
	}
}

func TestIndicationOfCitizenshipStopsUntilTwoPeopleResolveIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := confirm(t, d)
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(4), felon()), d.Screen(ctx, "s", minutes(5)))
	indication := Fact{"person.citizenship_indicated", "true", "the person said so, with the receipt of the served copy"}
	must(t, d.RecordFacts(ctx, aJailer, "s", minutes(6), []Fact{indication}), d.Screen(ctx, "s", minutes(7)))
	if d.stage(t) != casework.Unresolved {
		t.Fatal(d.stage(t))
	}
	away := Fact{"person.citizenship_indicated", "false", "a second look"}
	if d.RecordFacts(ctx, aClerk, "s", minutes(8), []Fact{away}) == nil {
		t.Error("one person entered the indication away")
	}
	if d.ResolveCitizenship(ctx, anOfficer, "s", minutes(8), false, "passport") == nil {
		t.Error("a field officer resolved it")
	}
	must(t, d.ResolveCitizenship(ctx, aClerk, "s", minutes(8), true, "birth certificate, certified copy"))
	if d.stage(t) != casework.Unresolved {
		t.Fatal("one finding was enough")
	}
	must(t, d.ResolveCitizenship(ctx, aCounsel, "s", minutes(9), true, "birth certificate, certified copy"), d.Screen(ctx, "s", minutes(10)))
	if d.stage(t) != casework.Ended {
		t.Error("a citizen is still the subject:", d.stage(t))
	}
}

func TestNobodyLapsesBeforeTheirRelease(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := confirm(t, d)
	if d.Lapse(ctx, "s", minutes(5)) == nil {
		t.Error("lapsed without a release time")
	}
	must(t, d.RecordFacts(ctx, aJailer, "s", minutes(5), []Fact{{"release.eligible_at", quoteTime(minutes(60)), "booking sheet"}}))
	if d.Lapse(ctx, "s", minutes(59)) == nil {
		t.Error("lapsed a minute early")
	}
	must(t, d.Lapse(ctx, "s", minutes(60)))
}

func TestPurgeRemovesTheFileAndIsFinishedWhenRepeated(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := confirm(t, d)
	file := filepath.Join(d.Folder, "s.eft")
	must(t, os.WriteFile(file, []byte("x"), 0o600))
	if d.Purge(ctx, "s", minutes(5)) == nil {
		t.Error("purged while the matter was open")
	}
	must(t, d.RecordFacts(ctx, aJailer, "s", minutes(5), []Fact{{"release.eligible_at", quoteTime(minutes(5)), "booking sheet"}}),
		d.Lapse(ctx, "s", minutes(6)), d.beginPurge(ctx, "s", minutes(7))) // and killed here
	records, err := d.Records(ctx)
	must(t, err)
	if records[0].Receipt != "" {
		t.Error("a receipt before every copy was gone")
	}
	must(t, d.Purge(ctx, "s", minutes(7)))
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Error("the transaction is still in the folder")
	}
	records, err = d.Records(ctx)
	must(t, err)
	if !strings.Contains(records[0].Receipt, `"purged_at"`) {
		t.Errorf("receipt %q", records[0].Receipt)
	}
}
