package desk

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

var countyCounsel = sallyport.Actor{ID: "R", Office: "us-oh/franklin", Role: sallyport.Counsel}

// registered is a request for a notice that came by fax.
func registered(t *testing.T, j *Jail, minute int) (id string) {
	t.Helper()
	request := sallyport.Request{Action: "notify", Form: "I-247N", By: "R. Alvarez", At: morning}
	id, err := j.Register(t.Context(), aJailer, minutes(minute), request, "fax", "FC-02", nil)
	must(t, err)
	return id
}

// TestPolicyTakesTwo walks a policy from one person's word to the door that it closes.
func TestPolicyTakesTwo(t *testing.T) {
	j, ctx := newPair(t).jail, t.Context()
	p := store.Policy{Begins: "2015-08-03", Says: map[string]string{"notify": "forbid"}, Written: "Sheriff's Order 12 (invented), section 3"}
	must(t, j.EnterPolicy(ctx, countyCounsel, minutes(1), p))
	id := registered(t, j, 2)
	must(t, j.Accept(ctx, aJailer, id, minutes(3)))
	if got := policyOf(t, j, id); got != "" {
		t.Errorf("one person's word closed a door: %q", got)
	}
	notNow(t, j.AgreePolicy(ctx, countyCounsel, minutes(4), 1))
	must(t, j.AgreePolicy(ctx, aSupervisor, minutes(5), 1))
	notNow(t, j.AgreePolicy(ctx, aSupervisor, minutes(6), 1))
	id = registered(t, j, 7)
	must(t, j.Accept(ctx, aJailer, id, minutes(8)))
	if got := policyOf(t, j, id); got != `"forbid"` {
		t.Errorf("the policy in force says %q", got)
	}
	if stage, err := j.Stage(ctx, id); err != nil || stage != casework.Closed {
		t.Errorf("under a policy that forbids: %q, %v", stage, err)
	}
	var kinds []string
	must(t, j.Store.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.Events(0, 100)
		for _, l := range lines {
			e, err := l.Decode()
			must(t, err)
			if strings.HasPrefix(e.Kind, "policy ") {
				kinds = append(kinds, e.Kind+" by "+e.Actor.ID)
			}
		}
		return err
	}))
	if diff := cmp.Diff([]string{"policy entered by R", "policy agreed by S"}, kinds); diff != "" {
		t.Error(diff)
	}
}

// policyOf is what the facts of a case say of the county's policy on notices.
func policyOf(t *testing.T, j *Jail, id string) string {
	t.Helper()
	facts, err := j.Facts(t.Context(), aSupervisor, id, minutes(10))
	must(t, err)
	return latest(facts)["local_policy.notify"]
}

func notNow(t *testing.T, err error) {
	t.Helper()
	if _, ok := errors.AsType[*NotNow](err); !ok {
		t.Errorf("%v, want that it does not follow", err)
	}
}

// TestPolicyUnfit has what cannot be put in, and by whom.
func TestPolicyUnfit(t *testing.T) {
	j, ctx := newPair(t).jail, t.Context()
	good := store.Policy{Begins: "2015-08-03", Says: map[string]string{"hold": "forbid"}, Written: "an order (invented)"}
	for name, change := range map[string]func(*store.Policy){
		"no day": func(p *store.Policy) { p.Begins = "soon" }, "yesterday": func(p *store.Policy) { p.Begins = "2015-08-02" },
		"not written": func(p *store.Policy) { p.Written = " " }, "nothing said": func(p *store.Policy) { p.Says = nil },
		"another action": func(p *store.Policy) { p.Says = map[string]string{"arrest": "allow"} }, "perhaps": func(p *store.Policy) { p.Says = map[string]string{"hold": "perhaps"} },
	} {
		p := good
		change(&p)
		if _, ok := errors.AsType[*Unfit](j.EnterPolicy(ctx, countyCounsel, minutes(1), p)); !ok {
			t.Errorf("%s: taken", name)
		}
	}
	for name, who := range map[string]sallyport.Actor{"a clerk": aJailer, "an officer": anOfficer, "another county's supervisor": elsewhere} {
		if j.EnterPolicy(ctx, who, minutes(1), good) == nil {
			t.Errorf("%s put in a policy", name)
		}
	}
	must(t, j.EnterPolicy(ctx, countyCounsel, minutes(1), good), j.AgreePolicy(ctx, aSupervisor, minutes(2), 1))
	silent := store.Policy{Begins: "2015-09-01", Says: map[string]string{"notify": "allow"}, Written: "an order (invented)"}
	if err := j.EnterPolicy(ctx, countyCounsel, minutes(3), silent); err == nil || !strings.Contains(err.Error(), "speaks to hold") {
		t.Errorf("a version that forgets what the one before says: %v", err)
	}
}

// TestInForce is the version of a day.
func TestInForce(t *testing.T) {
	all := []store.Policy{{Number: 1, Begins: "2015-01-01", AgreedBy: "S"}, {Number: 2, Begins: "2015-06-01", AgreedBy: "S"}, {Number: 3, Begins: "2015-03-01", AgreedBy: "S"},
		{Number: 4, Begins: "2015-03-01", AgreedBy: "S"}, {Number: 5, Begins: "2015-02-01"}}
	for day, want := range map[string]int64{"2014-12-31": 0, "2015-01-01": 1, "2015-02-28": 1, "2015-03-01": 4, "2015-05-31": 4, "2015-06-01": 2, "2016-01-01": 2} {
		got := int64(0)
		if p := InForce(all, day); p != nil {
			got = p.Number
		}
		if got != want {
			t.Errorf("%s: version %d, want %d", day, got, want)
		}
	}
}

// TestOwnWordStands: what a clerk entered of one case, and is narrower, is not put aside; what an earlier version said is.
func TestOwnWordStands(t *testing.T) {
	j, ctx := newPair(t).jail, t.Context()
	allow := store.Policy{Begins: "2015-08-03", Says: map[string]string{"notify": "allow"}, Written: "an order (invented)"}
	must(t, j.EnterPolicy(ctx, countyCounsel, minutes(1), allow), j.AgreePolicy(ctx, aSupervisor, minutes(2), 1))
	id := registered(t, j, 3)
	must(t, j.RecordFacts(ctx, aJailer, id, minutes(4), []Fact{{"local_policy.notify", `"forbid"`, "a memo about this case"}}), j.Accept(ctx, aJailer, id, minutes(5)))
	if got := policyOf(t, j, id); got != `"forbid"` {
		t.Errorf("a narrower word was put aside: %q", got)
	}
	other := registered(t, j, 6)
	must(t, j.Accept(ctx, aJailer, other, minutes(7)))
	if got := policyOf(t, j, other); got != `"allow"` {
		t.Errorf("the policy says %q", got)
	}
}

// TestInbox is in the order of deadlines, in parts, and for this jail's people alone.
func TestInbox(t *testing.T) {
	j, ctx := newPair(t).jail, t.Context()
	var want, got []string
	for i := range 5 {
		want = append(want, registered(t, j, i+1))
	}
	must(t, j.SetAside(ctx, aJailer, want[1], minutes(20), casework.NotHere))
	want = append(want[:1], want[2:]...)
	var mark Mark
	for more := true; more; {
		var all []Waiting
		var err error
		all, more, err = j.Inbox(ctx, aJailer, mark, 2)
		must(t, err)
		for _, w := range all {
			got = append(got, w.ID)
			mark = Mark{w.Due, w.ID}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, who := range map[string]sallyport.Actor{"an officer": anOfficer, "another jail's supervisor": elsewhere, "nobody": {}} {
		if all, _, err := j.Inbox(ctx, who, Mark{}, 2); err == nil || all != nil {
			t.Errorf("%s: %v, %v", name, all, err)
		}
	}
}

// TestSheet puts both readings on the record, and is for nobody else's people.
func TestSheet(t *testing.T) {
	j, ctx := newPair(t).jail, t.Context()
	id := registered(t, j, 1)
	s, err := j.Sheet(ctx, aJailer, id, minutes(2))
	must(t, err)
	if len(s.Facts) == 0 || s.Submission.ID != id {
		t.Errorf("%+v", s)
	}
	r, err := j.Record(ctx, id)
	must(t, err)
	if n := len(r.Entries); n != len(s.Entries)+2 || r.Entries[n-1].Kind != "read: facts" || r.Entries[n-2].Kind != "read: record" {
		t.Errorf("%+v", r.Entries)
	}
	for name, who := range map[string]sallyport.Actor{"an officer": anOfficer, "another jail's supervisor": elsewhere, "nobody": {}} {
		if _, err := j.Sheet(ctx, who, id, minutes(3)); err == nil {
			t.Errorf("%s read it", name)
		}
	}
}
