package api

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"sallyport"
	"sallyport/casework"
)

// operation is one that a node's document describes.
type operationOf struct {
	method, path, summary string
	example               json.RawMessage
	sent                  bool
}

// walk sends the examples of both nodes' documents.
type walk struct {
	*world
	t               *testing.T
	hubOps, jailOps map[string]*operationOf
}

func operations(t *testing.T, url string) map[string]*operationOf {
	t.Helper()
	var document struct {
		Paths map[string]map[string]struct {
			OperationID, Summary, Description string
			RequestBody                       struct {
				Content map[string]struct{ Example json.RawMessage }
			}
		}
	}
	send(t, "", "GET", url+"/api/openapi.json", nil).read(t, &document)
	all := map[string]*operationOf{}
	for path, methods := range document.Paths {
		for method, op := range methods {
			if op.Summary == "" || op.Description == "" {
				t.Errorf("%s: without a summary or a description", op.OperationID)
			}
			all[op.OperationID] = &operationOf{method: strings.ToUpper(method), path: path, summary: op.Summary, example: op.RequestBody.Content[mediaJSON].Example}
		}
	}
	return all
}

func newWalk(t *testing.T) *walk {
	w := newWorld(t)
	return &walk{w, t, operations(t, w.hubURL), operations(t, w.jailURL)}
}

// do sends the example of an operation, or what is given in its place, and wants it to be taken.
func (w *walk) do(at, as, operation, id string, instead ...any) sent {
	w.t.Helper()
	ops, url := w.hubOps, w.hubURL
	if at == "agency" {
		ops, url = w.jailOps, w.jailURL
	}
	op := ops[operation]
	if op == nil {
		w.t.Fatalf("%s: no operation %s", at, operation)
	}
	var body any
	switch {
	case len(instead) > 0:
		body = instead[0]
	case op.example != nil:
		body, op.sent = []byte(op.example), true
	default:
		op.sent = true
	}
	got := send(w.t, as, op.method, url+strings.ReplaceAll(op.path, "{id}", id), body)
	if got.status/100 != 2 {
		w.t.Fatalf("%s, %s as %s: %d %s", at, operation, as, got.status, got.body)
	}
	w.clock.pass(1e9)
	return got
}

// stage wants a node to have the submission at a stage.
func (w *walk) stage(at, id string, want casework.Stage) {
	w.t.Helper()
	n := &w.hub.Desk.Node
	if at == "agency" {
		n = &w.jail.Desk.Node
	}
	if got, err := n.Stage(w.t.Context(), id); err != nil || got != want {
		w.t.Fatalf("%s: %s is at %q, want %q (%v)", at, id, got, want, err)
	}
}

// booking is a form with a transaction and the custody facts.
func booking(t *testing.T, data []byte, custody string) (body []byte, header string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	file, err := form.CreateFormFile("transaction", "../../booking.eft")
	must(t, err)
	_, err = file.Write(data)
	must(t, err)
	if custody != "" {
		must(t, form.WriteField("custody", custody))
	}
	must(t, form.Close())
	return b.Bytes(), form.FormDataContentType()
}

// book books the person at the jail, and walks the submission to the hub's candidates.
func (w *walk) book(tcn string) (id string) {
	w.t.Helper()
	body, media := booking(w.t, transaction(w.t, tcn), exampleCustody)
	got := send(w.t, "machine", "POST", w.jailURL+base+"/bookings", body, "Content-Type", media)
	var r receipt
	got.read(w.t, &r)
	if got.status != http.StatusCreated || !r.Fresh || got.header.Get("Location") != base+"/submissions/"+r.Submission {
		w.t.Fatalf("%d %s", got.status, got.body)
	}
	w.jailOps["book"].sent = true
	w.deliver(w.t)
	must(w.t, w.hub.Desk.Search(w.t.Context(), r.Submission, w.clock.Now()))
	w.clock.pass(1e9)
	w.stage("hub", r.Submission, casework.Candidates)
	return r.Submission
}

// felony are facts under which something may be asked, beside those of the example.
func felony() (all []map[string]any) {
	add := func(path string, value any) {
		all = append(all, map[string]any{"path": path, "value": value, "source": "court record"})
	}
	add("charges", []any{})
	add("person.removable", true)
	add("person.final_order", "2013-04-22")
	add("officer.fod_national_security", false)
	for path, value := range map[string]any{"statute": "Ohio Rev. Code 2911.12", "court": "state", "place": "us-oh", "grade": "felony", "on": "2012-02-03", "category": "burglary",
		"status_element": false, "gang_element": false, "juvenile": false, "vacated": false, "expunged": false, "appeal_pending": false} {
		add("convictions[0]."+path, value)
	}
	return all
}

// askable walks a submission on until something may be asked.
func (w *walk) askable(id string) {
	w.t.Helper()
	w.do("hub", "a. archer", "list-submissions", "")
	w.do("hub", "a. archer", "examine", id)
	w.do("hub", "b. bell", "examine", id)
	w.do("hub", "c. cole", "record-facts", id)
	w.do("hub", "c. cole", "record-facts", id, felony())
	w.do("hub", "c. cole", "screen", id)
	w.stage("hub", id, casework.MayBeAsked)
}

// TestExamples walks bookings through both nodes by nothing but the API, and sends the example of every operation.
func TestExamples(t *testing.T) {
	w := newWalk(t)
	t.Cleanup(func() {
		if w.log.Len() > 0 {
			t.Errorf("logged:\n%s", w.log)
		}
	})
	w.enrol(t)
	for _, ops := range []map[string]*operationOf{w.hubOps, w.jailOps} {
		ops["list-submissions"].path += "?stage=candidates"
		ops["list-submissions"].path = strings.Replace(ops["list-submissions"].path, "candidates", map[bool]string{true: "candidates", false: "registered"}[ops["list-askable"] != nil], 1)
	}
	w.notice()
	w.hold()
	w.byFax()
	w.atTheHub()
	w.administration("hub", w.hub.Store)
	w.administration("agency", w.jail.Store)
	w.open()
	w.jailOps["challenge-by-code"].sent, w.jailOps["look-up-receipt"].sent = true, true // the example's code is nobody's; see hold
	for at, ops := range map[string]map[string]*operationOf{"hub": w.hubOps, "agency": w.jailOps} {
		for name, op := range ops {
			if !op.sent {
				t.Errorf("%s: the example of %s was not sent", at, name)
			}
		}
	}
}

func (w *walk) notice() {
	id := w.book("TRIAL-2015-000001")
	w.askable(id)
	w.do("hub", "o. ortiz", "list-askable", "")
	w.do("hub", "o. ortiz", "ask", id)
	w.do("hub", "o. ortiz", "judge-request", id)
	w.deliver(w.t)
	w.do("agency", "j. jones", "list-submissions", "")
	w.do("agency", "j. jones", "accept", id)
	w.do("agency", "s. smith", "answer", id)
	w.do("agency", "j. jones", "serve", id)
	w.stage("agency", id, casework.ToNotify)
	w.do("agency", "j. jones", "release", id)
	w.deliver(w.t)
	w.stage("hub", id, casework.Ended)
	for _, at := range []string{"hub", "agency"} {
		reader := map[string]string{"hub": "c. cole", "agency": "j. jones"}[at]
		var facts []known
		w.do(at, reader, "read-facts", id).read(w.t, &facts)
		var shown record
		got := w.do(at, reader, "read-submission", id)
		got.read(w.t, &shown)
		if len(facts) < 10 || shown.Stage != casework.Ended || shown.Reason != casework.Notified || len(shown.Decisions) == 0 || strings.Contains(string(got.body), "G-000001") {
			w.t.Errorf("%s: %d facts, %s", at, len(facts), got.body)
		}
		if last := shown.Entries[len(shown.Entries)-1]; last.Kind != "read: facts" || last.Actor.ID != reader {
			w.t.Errorf("%s: the last entry is %+v", at, last)
		}
	}
	w.feed("machine", id)
}

// feed reads the events of the walk, in pages of two.
func (w *walk) feed(as, id string) {
	var kinds []string
	for next := ""; ; {
		var page fed
		send(w.t, as, "GET", w.jailURL+base+"/events?limit=2&after="+next, nil).read(w.t, &page)
		for _, e := range page.Events {
			kinds = append(kinds, e.Kind)
			if e.Case != id || e.Agency != county {
				w.t.Errorf("%+v", e)
			}
		}
		if len(page.Events) == 0 {
			break
		}
		next = page.Next
	}
	w.do("hub", as, "read-events", "")
	w.do("agency", as, "read-events", "")
	if len(kinds) < 3 {
		w.t.Errorf("events: %q", kinds)
	}
}

func (w *walk) hold() {
	id := w.book("TRIAL-2015-000002")
	w.askable(id)
	states := []map[string]any{}
	for path, value := range map[string]any{"request.probable_cause": []string{"final_order"}, "request.special_circumstances": true, "request.warrant": "none",
		"request.court_order": false, "request.purpose": "civil_immigration", "request.lent_by_dhs": false} {
		states = append(states, map[string]any{"path": path, "value": value, "source": "form I-247D"})
	}
	w.do("hub", "o. ortiz", "ask", id, map[string]any{"action": "hold", "form": "I-247D", "states": states})
	w.do("hub", "o. ortiz", "judge-request", id)
	w.deliver(w.t)
	w.do("agency", "j. jones", "accept", id)
	w.do("agency", "s. smith", "answer", id)
	var copied served
	w.do("agency", "j. jones", "serve", id).read(w.t, &copied)
	w.stage("agency", id, casework.ToHold)
	var again served
	w.do("agency", "j. jones", "serve-again", id).read(w.t, &again)
	w.do("agency", "", "challenge-by-code", "", byCode{strings.ToLower(copied.Code), "identity", "It is my brother who uses this name."})
	for _, code := range []string{copied.Code, again.Code} {
		var what shown
		w.do("agency", "", "look-up-receipt", "", map[string]string{"code": code}).read(w.t, &what)
		if what.Statement.Statement.Answer != sallyport.AnswerAgrees || !slices.ContainsFunc(what.Later, func(l shownLine) bool { return l.Kind == string(casework.Challenge) }) {
			w.t.Errorf("%+v", what)
		}
	}
	w.stage("agency", id, casework.ToHold)
	early := send(w.t, "j. jones", "POST", w.jailURL+base+"/submissions/"+id+"/hold/start", nothing{})
	early.problem(w.t, http.StatusConflict, kindNotNow)
	w.clock.pass(24 * 3600e9)
	w.do("agency", "j. jones", "start-hold", id)
	w.do("agency", "j. jones", "end-hold", id)
	w.deliver(w.t)
	w.stage("hub", id, casework.Ended)
}

func (w *walk) byFax() {
	registered := func() string {
		var s Standing
		w.do("agency", "j. jones", "register-request", "").read(w.t, &s)
		w.stage("agency", s.Submission, casework.Registered)
		return s.Submission
	}
	aside := registered()
	w.do("agency", "j. jones", "give-copy", aside)
	w.do("agency", "j. jones", "set-aside", aside)
	id := registered()
	note := w.jailOps["note-return"] // no law of Ohio asks
	send(w.t, "j. jones", "POST", w.jailURL+strings.ReplaceAll(note.path, "{id}", id), []byte(note.example)).problem(w.t, http.StatusUnprocessableEntity, kindUnfit)
	note.sent = true
	w.do("agency", "s. smith", "record-facts", id)
	w.corrected("agency", "j. jones", "j. jones", "r. counsel", id)
	w.do("agency", "j. jones", "open-challenge", id, challenge{"citizenship", "born in Columbus"})
	w.do("agency", "r. counsel", "list-unresolved", "")
	w.do("agency", "s. smith", "resolve-citizenship", id)
	w.do("agency", "r. counsel", "resolve-citizenship", id)
	w.do("agency", "j. jones", "record-facts", id, []map[string]any{{"path": "release.eligible_at", "value": "2015-08-04T08:00:00-04:00", "source": "booking sheet"}})
	w.do("agency", "j. jones", "lapse", id)
}

// corrected has a challenge taken down and answered, and an entry corrected.
func (w *walk) corrected(at, takes, corrects, answers, id string) {
	w.do(at, takes, "open-challenge", id)
	w.do(at, answers, "answer-challenge", id)
	w.do(at, corrects, "correct-record", id)
}

func (w *walk) atTheHub() {
	id := w.book("TRIAL-2015-000003")
	w.askable(id)
	w.corrected("hub", "c. cole", "c. cole", "l. lund", id)
	w.do("hub", "c. cole", "screen", id)
	w.do("hub", "o. ortiz", "withdraw", id)
	id = w.book("TRIAL-2015-000004")
	w.askable(id)
	w.do("hub", "c. cole", "open-challenge", id, challenge{"citizenship", "born in Columbus"})
	w.do("hub", "c. cole", "screen", id)
	w.stage("hub", id, casework.Unresolved)
	w.do("hub", "l. lund", "list-unresolved", "")
	w.do("hub", "c. cole", "resolve-citizenship", id)
	w.do("hub", "l. lund", "resolve-citizenship", id)
	body, media := booking(w.t, transaction(w.t, "TRIAL-2015-000005"), exampleCustody)
	for _, want := range []int{http.StatusCreated, http.StatusOK} {
		if got := send(w.t, "machine", "POST", w.hubURL+base+"/transactions", body, "Content-Type", media); got.status != want {
			w.t.Errorf("%d %s", got.status, got.body)
		}
	}
	w.hubOps["receive-transaction"].sent = true
}

func (w *walk) open() {
	for _, at := range []string{"hub", "agency"} {
		w.do(at, "", "health", "")
		if got := w.do(at, "", "figures", ""); !strings.Contains(string(got.body), `"name":"overview"`) {
			w.t.Errorf("%s: %s", at, got.body)
		}
		got := w.do(at, "", "decide", "")
		if !strings.HasPrefix(string(got.body), `{"v":1,"case":"example"`) {
			w.t.Errorf("%s: %s", at, got.body)
		}
	}
}
