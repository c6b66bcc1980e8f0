package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/fingerprint/synth"
	"sallyport/internal/link"
	"sallyport/internal/search/memory"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/vault"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

var (
	morning     = time.Date(2015, 8, 3, 9, 0, 0, 0, time.FixedZone("", -4*3600))
	examinerA   = sallyport.Actor{ID: "A", Office: "hub", Role: sallyport.Examiner}
	examinerB   = sallyport.Actor{ID: "B", Office: "hub", Role: sallyport.Examiner}
	aClerk      = sallyport.Actor{ID: "C", Office: "hub", Role: sallyport.Clerk}
	aCounsel    = sallyport.Actor{ID: "L", Office: "hub", Role: sallyport.Counsel}
	anOfficer   = sallyport.Actor{ID: "O", Office: "field office", Role: sallyport.Officer}
	aJailer     = sallyport.Actor{ID: "J", Office: "us-oh/franklin", Role: sallyport.JailClerk}
	aSupervisor = sallyport.Actor{ID: "S", Office: "us-oh/franklin", Role: sallyport.JailSupervisor}
	elsewhere   = sallyport.Actor{ID: "K", Office: "us-il/cook", Role: sallyport.JailSupervisor}
	theDetained = sallyport.Actor{ID: "receipt", Office: "public", Role: sallyport.Person}
	convicted   = []string{"statute", `"Ohio Rev. Code 2911.12"`, "court", `"state"`, "place", `"us-oh"`, "grade", `"felony"`, "on", `"2012-02-03"`, "category", `"burglary"`}
	cleanFlags  = []string{"status_element", "gang_element", "juvenile", "vacated", "expunged", "appeal_pending"}
)

func minutes(n int) time.Time { return morning.Add(time.Duration(n) * time.Minute) }

var theBook = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })

// newNode is a node's desk on a store of its own.
func newNode(t testing.TB, name string) Node {
	t.Helper()
	book, err := theBook()
	must(t, err)
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "db"))
	must(t, err)
	keys, err := vault.Open(filepath.Join(dir, "vault"), rand.Reader)
	must(t, err)
	identity, err := link.NewIdentity(filepath.Join(dir, "link"), name, rand.Reader, morning)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close(), keys.Close()) })
	n := Node{Name: name, Store: s, Vault: keys, Law: book, Random: rand.Reader}
	n.RemoveFile = func(name string) error { return os.Remove(filepath.Join(dir, name)) }
	n.Link = &link.Node{Identity: identity, Store: s, Vault: SealedOutbox(keys), Now: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)}
	return n
}

// pair is a hub with two people in its gallery, G-0 and G-1, and the jail that has booked the first of them, as s.
type pair struct {
	*Hub
	jail *Jail
}

func newPair(t testing.TB) *pair {
	t.Helper()
	jails := map[string]Agency{"OHFRTRY01": {"us-oh/franklin", "franklin"}}
	p := &pair{NewHub(newNode(t, "hub"), new(memory.Engine), jails), NewJail(newNode(t, "franklin"), "us-oh/franklin", "hub")}
	booking := sallyport.Booking{TCN: "TRIAL-2015-000001", ORI: "OHFRTRY01", Agency: "us-oh/franklin", At: morning}
	must(t, p.Enrol(t.Context(), aClerk, "G-0", morning, hands(0), "invented"), p.Enrol(t.Context(), aClerk, "G-1", morning, hands(1), "invented"))
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		one := &store.Submission{ID: "s", Booking: booking, File: "s.eft", State: casework.State{Stage: casework.Received, Last: morning}}
		return tx.AddSubmission(one)
	}), p.jail.Store.InTx(t.Context(), func(tx *store.Tx) error {
		return tx.AddSubmission(&store.Submission{ID: "s", Booking: booking, State: casework.State{Stage: casework.Booked, Last: morning}})
	}))
	return p
}

// deliver carries what waits, both ways, until nothing does. The links themselves are tested where they are.
func (p *pair) deliver(t *testing.T) {
	t.Helper()
	for p.carry(t, &p.Node, p.jail.Take, p.jail.Store, "franklin")+p.carry(t, &p.jail.Node, p.Take, p.Store, "hub") > 0 {
	}
}

func (p *pair) carry(t *testing.T, from *Node, take func(*store.Tx, *link.Message) error, to *store.Store, peer string) int {
	t.Helper()
	var waiting []store.Outgoing
	must(t, from.Store.View(t.Context(), func(tx *store.Tx) (err error) {
		waiting, err = tx.Outgoing(peer, 100)
		return err
	}))
	for _, w := range waiting {
		text, err := from.Link.Vault.Open(link.Record(peer, w.Number), w.Envelope)
		must(t, err)
		envelope, err := link.ParseEnvelope(text)
		must(t, err)
		m, err := envelope.Message([]link.PublicKey{from.Link.Identity.PublicKey()})
		must(t, err)
		must(t, to.InTx(t.Context(), func(tx *store.Tx) error { return take(tx, m) }))
		must(t, from.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.Acknowledge(peer, w.Number, morning) }))
	}
	return len(waiting)
}

func hands(person int) (prints []fingerprint.Template) {
	for position := 1; position <= 10; position++ {
		template := synth.NewPerson(1, person).Finger(position).Template(0)
		template.Finger = position
		prints = append(prints, template)
	}
	return prints
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (n *Node) stage(t *testing.T) casework.Stage {
	t.Helper()
	records, err := n.Records(t.Context())
	must(t, err)
	return records[0].Submission.State.Stage
}

// confirm walks the submission until two examiners have confirmed it.
func confirm(t *testing.T, d *pair) context.Context {
	t.Helper()
	ctx := t.Context()
	must(t, found(d),
		d.Examine(ctx, examinerA, "s", minutes(2), []string{"G-0"}),
		d.Examine(ctx, examinerB, "s", minutes(3), []string{"G-0"}))
	return ctx
}

// found is the search without the images: G-0 resembles the booking's prints, G-1 is the control.
func found(d *pair) error {
	e := casework.Event{Kind: casework.Search, Actor: d.Software(), At: minutes(1), Candidates: 2}
	return d.step(context.Background(), "s", e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		return errors.Join(d.keepPrints(tx, "s", hands(0)), tx.SetCandidates("s", []sallyport.Candidate{{Person: "G-0", Score: 9}, {Person: "G-1", Control: true}}))
	})
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
	d := newPair(t)
	ctx := t.Context()
	must(t, found(d))
	if _, _, err := d.Lineup(ctx, anOfficer, "s", minutes(2)); err == nil {
		t.Error("a field officer was shown the lineup")
	}
	_, shown, err := d.Lineup(ctx, examinerA, "s", minutes(2))
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
	d := newPair(t)
	ctx := t.Context()
	must(t, found(d), d.Examine(ctx, examinerA, "s", minutes(2), []string{"G-0", "G-1"}),
		d.Examine(ctx, examinerB, "s", minutes(3), []string{"G-0"}))
	if d.stage(t) != casework.Ended {
		t.Error("an examiner who named two people confirmed one")
	}
}

func TestFactsHaveASourceAndTheRightPerson(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := confirm(t, d)
	for name, c := range map[string]struct {
		who  sallyport.Actor
		fact Fact
	}{
		"no source":            {aClerk, Fact{"person.removable", "true", " "}},
		"an officer":           {anOfficer, Fact{"person.removable", "true", "record"}},
		"the jail at the hub":  {aJailer, Fact{"charges", "[]", "record"}},
		"a director's finding": {aClerk, Fact{"officer.fod_national_security", "true", "a note"}},
		"the clerk's request":  {aClerk, Fact{"request.special_circumstances", "true", "record"}},
		"another jail":         {elsewhere, Fact{"release.basis", `"other"`, "record"}},
		"no such fact":         {aClerk, Fact{"person.nationality", `"any"`, "record"}},
		"not a value of it":    {aClerk, Fact{"person.removable", `"perhaps"`, "record"}},
		"not JSON":             {aClerk, Fact{"person.removable", "perhaps", "record"}},
		"a day that is none":   {aClerk, Fact{"person.born", `"2015-02-30"`, "record"}},
	} {
		if err := d.RecordFacts(ctx, c.who, "s", minutes(4), []Fact{c.fact}); err == nil {
			t.Errorf("%s: entered", name)
		}
	}
	for _, who := range []sallyport.Actor{anOfficer, examinerA, elsewhere} {
		if _, err := d.Facts(ctx, who, "s", minutes(5)); err == nil {
			t.Errorf("%s of %s read the facts", who.Role, who.Office)
		}
	}
	facts, err := d.Facts(ctx, aClerk, "s", minutes(5))
	must(t, err)
	if len(facts) != 0 {
		t.Errorf("%d facts kept of those refused", len(facts))
	}
}

func TestOfficerSeesOnlyWhomTheFederalDoorPermits(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := confirm(t, d)
	must(t, d.Screen(ctx, "s", minutes(4))) // nothing is known: unresolved
	if list, err := d.MayBeAsked(ctx, anOfficer, 9); err != nil || len(list) != 0 || d.stage(t) != casework.Unresolved {
		t.Fatal(list, err, d.stage(t))
	}
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(5), felon()), d.Screen(ctx, "s", minutes(6)))
	list, err := d.MayBeAsked(ctx, anOfficer, 9)
	must(t, err)
	if len(list) != 1 || list[0].Decision.Outcome != sallyport.Permitted {
		t.Fatal(list)
	}
	if _, err := d.MayBeAsked(ctx, aJailer, 9); err == nil {
		t.Error("a jail officer read the field office's list")
	}
}

func TestIndicationOfCitizenshipStopsUntilTwoPeopleResolveIt(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := confirm(t, d)
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(4), felon()), d.Screen(ctx, "s", minutes(5)))
	must(t, d.Challenge(ctx, theDetained, "s", minutes(6), casework.Citizenship, "born in Ohio"), d.Screen(ctx, "s", minutes(7)))
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
	d := newPair(t)
	ctx := t.Context()
	j := d.jail
	if j.Lapse(ctx, aJailer, "s", minutes(5)) == nil {
		t.Error("lapsed without a release time")
	}
	must(t, j.RecordFacts(ctx, aJailer, "s", minutes(5), []Fact{{"release.eligible_at", quoteTime(minutes(60)), "booking sheet"}}))
	if j.Lapse(ctx, aJailer, "s", minutes(59)) == nil {
		t.Error("lapsed a minute early")
	}
	must(t, j.Lapse(ctx, aJailer, "s", minutes(60)))
	d.deliver(t)
	if d.stage(t) != casework.Ended || j.stage(t) != casework.Ended {
		t.Error(d.stage(t), j.stage(t))
	}
}

func TestPurgeRemovesTheFileAndIsFinishedWhenRepeated(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := confirm(t, d)
	removed := ""
	d.RemoveFile = func(name string) error { removed = name; return nil }
	if d.Purge(ctx, "s", minutes(5)) == nil {
		t.Error("purged while the matter was open")
	}
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(5), []Fact{{"person.us_citizen", "true", "passport"}}),
		d.step(ctx, "s", casework.Event{Kind: casework.Lapse, Actor: d.Software(), At: minutes(6)}, nil),
		d.deleteRows(ctx, "s", minutes(7))) // and killed here
	records, err := d.Records(ctx)
	must(t, err)
	if records[0].Receipt != "" {
		t.Error("a receipt before every copy was gone")
	}
	must(t, d.Purge(ctx, "s", minutes(7)))
	if d.stage(t) != casework.Purging {
		t.Error("a receipt while a message waits:", d.stage(t))
	}
	d.deliver(t)
	must(t, d.PurgeAll(ctx, minutes(7)))
	if removed != "s.eft" {
		t.Error("the transaction is still in the folder")
	}
	records, err = d.Records(ctx)
	must(t, err)
	if !strings.Contains(records[0].Receipt, `"purged_at"`) || d.Vault.Has("s") {
		t.Errorf("receipt %q, key there %v", records[0].Receipt, d.Vault.Has("s"))
	}
	if got := records[0].Submission.TCN; strings.Contains(got, "TRIAL") {
		t.Errorf("the control number %s is still there", got)
	}
}
