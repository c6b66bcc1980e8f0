package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/desk"
	"sallyport/internal/identity/devpasskey"
	"sallyport/internal/node"
	"sallyport/internal/store"
	"sallyport/itl/ebts"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// then is when the people of the test act.
var then = time.Date(2015, 8, 3, 9, 0, 0, 0, time.FixedZone("", -4*3600))

// served is a trial that runs, as the command does.
type served struct {
	*node.Trial
	trust *x509.CertPool
}

func newServed(t *testing.T, before func(*node.Hub)) *served {
	t.Helper()
	log := &lines{more: make(chan struct{}, 1)}
	trial, err := openServed(t.Context(), node.TrialConfig{Dir: t.TempDir(), Port: freePort(t), Jails: []node.Jail{{Place: "us-oh/franklin", ORI: "OHFRTRY01"}}}, streams{err: log})
	must(t, err)
	before(trial.Hub)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		err := runServed(ctx, trial, func() time.Time { return then })
		if ctx.Err() == nil {
			for _, n := range trial.Nodes() {
				fmt.Fprintf(log, "\"pages are served\" node=%s address=none: %v\n", n.Config.Name, err)
			}
		}
		ended <- err
	}()
	t.Cleanup(func() { stop(); must(t, <-ended, trial.Close()) })
	s := &served{trial, x509.NewCertPool()}
	for _, n := range trial.Nodes() {
		log.address(t, `"pages are served" node=`+n.Config.Name)
		text, err := os.ReadFile(n.Config.Certificate)
		must(t, err)
		s.trust.AppendCertsFromPEM(text)
	}
	return s
}

// freePort is one that is free, as are the next and those that people of both sign in at.
func freePort(t *testing.T) int {
	t.Helper()
	for {
		port := 21000 + int(lastPort.Add(2))
		if port > 29000 {
			t.Fatal("no ports are free")
		}
		if free(port) && free(port+1) && free(port+issuerAbove) && free(port+1+issuerAbove) {
			return port
		}
	}
}

// lastPort is that of the last trial: no two of a test have the same.
var lastPort atomic.Int64

func free(port int) bool {
	l, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port))
	return err == nil && l.Close() == nil
}

// browser is one person's at one node.
type browser struct {
	t       *testing.T
	origin  string
	client  *http.Client
	passkey *devpasskey.Passkey
}

// signIn has an invented person sign in at a node, as a browser does that follows every redirect.
func (s *served) signIn(t *testing.T, n *node.Node, as string) *browser {
	t.Helper()
	b := s.visitor(t, n, as)
	b.want(http.StatusSeeOther, "GET", "/sign-in", nil)
	return b
}

// visitor is an invented person's browser before they sign in.
func (s *served) visitor(t *testing.T, n *node.Node, as string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: s.trust}, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address) // every name below localhost is this machine (RFC 6761, 6.3)
		if err != nil {
			return nil, err
		}
		return new(net.Dialer).DialContext(ctx, network, "localhost:"+port)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &browser{t: t, origin: n.Config.SignIn.Origin, client: &http.Client{Jar: jar, Transport: transport, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/" {
			return http.ErrUseLastResponse
		}
		if query := r.URL.Query(); query.Has("redirect_uri") { // at the provider: say who it is
			query.Set("as", as)
			r.URL.RawQuery = query.Encode()
		}
		return nil
	}}}
}

func (b *browser) send(method, path string, body any, header ...string) (int, []byte) {
	b.t.Helper()
	text, ok := body.([]byte)
	if !ok && body != nil {
		var err error
		text, err = json.Marshal(body)
		must(b.t, err)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.origin+path, bytes.NewReader(text))
	must(b.t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := b.client.Do(r)
	must(b.t, err)
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	must(b.t, err)
	return answer.StatusCode, said
}

func (b *browser) want(status int, method, path string, body any, header ...string) []byte {
	b.t.Helper()
	got, said := b.send(method, path, body, header...)
	if got != status {
		b.t.Fatalf("%s %s: %d %s, want %d", method, path, got, said, status)
	}
	return said
}

// addPasskey makes a first one.
func (b *browser) addPasskey() {
	b.t.Helper()
	var err error
	b.passkey, err = devpasskey.New(b.origin, rand.Reader)
	must(b.t, err)
	made, err := b.passkey.Create(b.want(http.StatusOK, "POST", "/passkey/add/begin", nil))
	must(b.t, err)
	b.want(http.StatusCreated, "POST", "/passkey/add/finish", made)
}

// toSign is what a problem says has to be signed.
type toSign struct {
	Act     string `json:"act"`
	Case    string `json:"case"`
	Content string `json:"content"`
}

// unsigned sends an act without a signature, and returns what has to be signed.
func (b *browser) unsigned(path string, body any, header ...string) toSign {
	b.t.Helper()
	var p struct {
		Type string
		Sign toSign
	}
	must(b.t, json.Unmarshal(b.want(http.StatusForbidden, "POST", path, body, header...), &p))
	if p.Type != "/problems/unsigned" {
		b.t.Fatalf("%+v", p)
	}
	return p.Sign
}

// signature is the header with which the passkey signs.
func (b *browser) signature(what toSign) string {
	b.t.Helper()
	signed, err := b.passkey.Sign(b.want(http.StatusOK, "POST", "/passkey/sign/begin", what))
	must(b.t, err)
	return base64.RawURLEncoding.EncodeToString(signed)
}

const signedBy = "Sallyport-Signature"

// act does what has to be signed: refused without a signature, with one of other content, with none that reads and when it is used again; accepted with it.
func (b *browser) act(path string, body any, other string) {
	b.t.Helper()
	what := b.unsigned(path, body)
	elsewhere := what
	elsewhere.Content = other
	b.want(http.StatusForbidden, "POST", path, body, signedBy, b.signature(elsewhere))
	b.want(http.StatusBadRequest, "POST", path, body, signedBy, "-not base64url-")
	signature := b.signature(what)
	b.want(http.StatusOK, "POST", path, body, signedBy, signature)
	if status, said := b.send("POST", path, body, signedBy, signature); status/100 != 4 {
		b.t.Errorf("the same signature again: %d %s", status, said)
	}
}

// found is a booking whose person is in the gallery as G-1, walked until examiners have to look.
func found(t *testing.T, hub *node.Hub) (id string) {
	t.Helper()
	clerk := sallyport.Actor{ID: "c. example", Office: "identification service", Role: sallyport.Clerk}
	finger := func(number int) *image.Gray { return synth.NewPerson(1, number).Finger(2).Impression(0) }
	for number := range 2 {
		template, err := extraction.Template(finger(number), fingerprint.Resolution)
		must(t, err)
		template.Finger = 2
		must(t, hub.Desk.Enrol(t.Context(), clerk, fmt.Sprint("G-", number+1), then, []fingerprint.Template{template}, "an order, invented"))
	}
	print, err := ebts.NewPrint(2, true, finger(0))
	must(t, err)
	c := ebts.CAR{
		Control: ebts.Control{TCN: "TRIAL-2015-000001", DAI: "WVHUBTRY1", ORI: "OHFRTRY01", Date: then, Priority: 4},
		Retain:  true, CRI: []string{"OHFRTRY01"}, Arrest: then, Charges: []ebts.Charge{{Date: then, Offense: "ORC 2913.02"}}, Prints: []ebts.Print{print},
		Person: ebts.Person{Name: "BODY,NO", Birth: []string{"19900101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for other := 1; other <= 10; other++ {
		if other != 2 {
			c.Missing = append(c.Missing, ebts.Missing{Finger: other, Reason: "XX"})
		}
	}
	made, err := c.Transaction()
	must(t, err)
	id, _, err = hub.Desk.Receive(t.Context(), "", made.Append(nil), then)
	must(t, err, hub.Desk.Search(t.Context(), id, then))
	return id
}

// reaches waits until the hub has the submission at a stage.
func (s *served) reaches(t *testing.T, id string, want casework.Stage) {
	t.Helper()
	for {
		got, err := s.Hub.Desk.Stage(t.Context(), id)
		must(t, err)
		if got == want {
			return
		}
		select {
		case <-t.Context().Done():
			t.Fatalf("%q, want %q", got, want)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// evidence is how many signatures are kept of a submission.
func (s *served) evidence(t *testing.T, id string) (count int) {
	t.Helper()
	must(t, s.Hub.Store.View(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().QueryRowContext(t.Context(), `SELECT COUNT(*) FROM documents WHERE case_id = $1 AND kind LIKE 'signature/%'`, id).Scan(&count)
	}))
	return count
}

// TestPeopleSignWhatMatters walks a booking over HTTPS: two examiners and an officer sign with their passkeys, and what they signed goes with the purge.
func TestPeopleSignWhatMatters(t *testing.T) {
	t.Parallel()
	var id string
	s := newServed(t, func(hub *node.Hub) { id = found(t, hub) })
	at := "/api/v1/submissions/" + id
	hub := s.Hub.Node
	ada, bo, ole := s.signIn(t, hub, "a-example"), s.signIn(t, hub, "b-example"), s.signIn(t, hub, "o-example")
	ada.want(http.StatusOK, "POST", "/sign-in/role", map[string]string{"role": "examiner"})
	ada.want(http.StatusForbidden, "POST", "/sign-in/role", map[string]string{"role": "records clerk"})
	same := map[string][]string{"same": {"G-1"}}
	ada.want(http.StatusForbidden, "POST", "/passkey/sign/begin", ada.unsigned(at+"/examinations", same)) // with what?
	for _, b := range []*browser{ada, bo, ole} {
		b.addPasskey()
	}
	ada.act(at+"/examinations", same, `{"same":["G-2"]}`)
	if what := bo.unsigned(at+"/examinations", same); bo.passkey != nil {
		stolen := *bo
		stolen.passkey = ada.passkey
		bo.want(http.StatusForbidden, "POST", at+"/examinations", same, signedBy, stolen.signature(what))
	}
	bo.act(at+"/examinations", same, `{"same":[]}`)
	s.reaches(t, id, casework.Confirmed)
	clerk := sallyport.Actor{ID: "c. example", Office: "identification service", Role: sallyport.Clerk}
	must(t, s.Hub.Desk.RecordFacts(t.Context(), clerk, id, then, felon()), s.Hub.Desk.Screen(t.Context(), id, then))
	s.reaches(t, id, casework.MayBeAsked)
	ask := map[string]any{"action": "notify", "form": "I-247N", "states": []map[string]any{{"path": "request.purpose", "value": "civil_immigration", "source": "form I-247N"}}}
	ole.act(at+"/requests", ask, `{"action":"hold","form":"I-247D","states":[]}`)
	if got := s.evidence(t, id); got != 3 {
		t.Errorf("%d signatures are kept", got)
	}
	ole.want(http.StatusOK, "POST", at+"/requests/judgement", nil)
	ole.want(http.StatusOK, "POST", at+"/withdrawal", nil)
	if err := s.Hub.Desk.PurgeAll(t.Context(), then.AddDate(1, 0, 0)); err != nil {
		t.Log(err)
	}
	s.reaches(t, id, casework.Purged)
	if got := s.evidence(t, id); got != 0 || s.Hub.Desk.Vault.Has(id) {
		t.Errorf("%d signatures are left", got)
	}
}

// felon are facts under which something may be asked.
func felon() (all []desk.Fact) {
	for path, value := range map[string]string{"person.us_citizen": "false", "person.citizenship_indicated": "false", "person.removable": "true", "person.final_order": `"2013-04-22"`,
		"officer.fod_national_security": "false", "charges": "[]",
		"convictions[0].statute": `"Ohio Rev. Code 2911.12"`, "convictions[0].court": `"state"`, "convictions[0].place": `"us-oh"`, "convictions[0].grade": `"felony"`,
		"convictions[0].on": `"2012-02-03"`, "convictions[0].category": `"burglary"`, "convictions[0].status_element": "false", "convictions[0].gang_element": "false",
		"convictions[0].juvenile": "false", "convictions[0].vacated": "false", "convictions[0].expunged": "false", "convictions[0].appeal_pending": "false"} {
		all = append(all, desk.Fact{Path: path, Value: value, Source: "court record"})
	}
	return all
}

// TestAdministration has the trial's administrator add and end what somebody may do, which counts from that person's next request on.
func TestAdministration(t *testing.T) {
	t.Parallel()
	s := newServed(t, func(*node.Hub) {})
	jail := s.Agencies[0].Node
	ria, jon := s.signIn(t, jail, "r-example"), s.signIn(t, jail, "j-example")
	const list = "/api/v1/submissions?stage=registered"
	jon.want(http.StatusOK, "GET", list, nil)
	jon.want(http.StatusForbidden, "GET", "/api/v1/people", nil)
	ria.want(http.StatusForbidden, "GET", list, nil)
	ria.want(http.StatusOK, "DELETE", "/api/v1/people/j.%20example/roles/jail%20clerk", nil)
	jon.want(http.StatusUnauthorized, "GET", list, nil)
	ria.want(http.StatusOK, "POST", "/api/v1/people/j.%20example/roles", map[string]string{"role": "jail supervisor"})
	jon.want(http.StatusOK, "GET", list, nil)
	ria.want(http.StatusOK, "POST", "/api/v1/people/j.%20example/disable", nil)
	jon.want(http.StatusUnauthorized, "GET", list, nil)
	ria.want(http.StatusForbidden, "DELETE", "/api/v1/people/r.%20example/roles/administrator", nil)
	for _, n := range trialNodes(s.Trial) {
		must(t, n.seed(t.Context())) // as a restart does: nothing of it comes back
	}
	jon.want(http.StatusUnauthorized, "GET", list, nil)
}

// TestFirstAdministrator has whoever holds the console's token become the administrator of a node that has none, add somebody and give a role.
func TestFirstAdministrator(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	s := newServed(t, func(hub *node.Hub) {
		trial := sallyport.Actor{ID: "trial", Office: "hub", Role: sallyport.Administrator}
		must(t, hub.Desk.DisablePerson(t.Context(), trial, "r. example", then)) // the last administrator has left
		_, err := hub.Store.Engine().Write.ExecContext(t.Context(), `DELETE FROM grants WHERE person = 'i. example'; DELETE FROM people WHERE id = 'i. example'`)
		must(t, err, firstAdministrator(t.Context(), streams{err: &said}, hub.Node)) // Ina is not known here yet
	})
	text := strings.Split(strings.TrimSpace(said.String()), "\n")
	token := text[len(text)-1]
	if !strings.Contains(said.String(), s.Hub.Config.SignIn.Origin) || len(token) != 43 {
		t.Fatal(said.String())
	}
	ina := s.visitor(t, s.Hub.Node, "i-example")
	ina.want(http.StatusForbidden, "GET", "/sign-in", nil) // told that nobody knows her
	ina.want(http.StatusForbidden, "POST", "/sign-in/first-administrator", map[string]string{"token": token[1:] + "A", "id": "ina"})
	ina.want(http.StatusCreated, "POST", "/sign-in/first-administrator", map[string]string{"token": token, "id": "ina"})
	ina.want(http.StatusForbidden, "POST", "/sign-in/first-administrator", map[string]string{"token": token, "id": "ina again"})
	ina.want(http.StatusOK, "POST", "/api/v1/people", map[string]any{"id": "m. moss", "subject": "248289761001", "name": "Mabel Moss", "office": "identification service", "roles": []string{}})
	ina.want(http.StatusOK, "POST", "/api/v1/people/m.%20moss/roles", map[string]string{"role": "auditor"})
	var got []string
	must(t, s.Hub.Store.View(t.Context(), func(tx *store.Tx) error {
		events, err := tx.Events(0, 1000)
		for _, e := range events[len(events)-4:] {
			line, wrong := e.Decode()
			must(t, wrong)
			got = append(got, fmt.Sprintf("%s: %s %s by %s", line.Kind, line.Staff.ID, line.Staff.Role, line.Actor.ID))
		}
		return err
	}))
	want := []string{"person added: ina  by console", "role given: ina administrator by console", "person added: m. moss  by ina", "role given: m. moss auditor by ina"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
