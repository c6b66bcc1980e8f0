package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/api"
	"sallyport/internal/node"
	"sallyport/internal/tiles"
	"sallyport/internal/witness"
	"sallyport/proof"
	"sallyport/record"
)

const copyPlace = "us-oh/franklin"

var (
	copyClerk      = sallyport.Actor{ID: "j. jones", Office: copyPlace, Role: sallyport.JailClerk}
	copySupervisor = sallyport.Actor{ID: "s. smith", Office: copyPlace, Role: sallyport.JailSupervisor}
	copyMorning    = time.Date(2015, 8, 3, 9, 0, 0, 0, time.FixedZone("", -4*3600))
)

// copyWorld is a jail's node with its API over HTTP, and a witness that cosigns its log.
type copyWorld struct {
	t       *testing.T
	dir     string
	config  node.Config
	agency  *node.Agency
	server  *httptest.Server
	log     *bytes.Buffer // of node and API
	asked   []string      // addresses
	policy  string        // file
	now     time.Time
	witness *httptest.Server
}

func newCopyWorld(t *testing.T) *copyWorld {
	t.Helper()
	w := &copyWorld{t: t, dir: t.TempDir(), log: new(bytes.Buffer), now: copyMorning}
	w.config = node.Config{Name: "franklin", Place: copyPlace, Dir: filepath.Join(w.dir, "node")}
	w.open()
	must(t, w.agency.Close()) // the log has its key now
	key := w.logKey()
	cosigner, err := witness.Open(filepath.Join(w.dir, "witness"), "example.com/witness", []string{key}, time.Now)
	must(t, err)
	w.witness = httptest.NewServer(cosigner.Handler())
	t.Cleanup(func() { w.witness.Close(); must(t, cosigner.Close()) })
	w.policy = filepath.Join(w.dir, "policy")
	must(t, os.WriteFile(w.policy, fmt.Appendf(nil, "log %s\nwitness court %s %s\nquorum court\n", key, cosigner.Key(), w.witness.URL), 0o600))
	w.config.Log.Witnesses = w.policy
	w.open()
	h, err := agencySite(w.agency.Desk, w.agency.Node, api.Config{Now: func() time.Time { return w.now }, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	must(t, err)
	w.server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.asked = append(w.asked, r.URL.String()+r.Referer())
		h.ServeHTTP(out, r)
	}))
	t.Cleanup(w.server.Close)
	return w
}

func (w *copyWorld) open() {
	w.t.Helper()
	book, err := theBook()
	must(w.t, err)
	w.agency, err = node.OpenAgency(w.t.Context(), w.config, book, slog.New(slog.NewTextHandler(w.log, nil)))
	must(w.t, err)
}

func (w *copyWorld) logKey() string {
	text, err := os.ReadFile(filepath.Join(w.config.Dir, "log", tiles.KeyFile))
	must(w.t, err)
	return strings.TrimSpace(string(text))
}

// later is the time after each of the steps.
func (w *copyWorld) later() time.Time {
	w.now = w.now.Add(time.Minute)
	return w.now
}

// slot has the log take what waits.
func (w *copyWorld) slot() {
	w.t.Helper()
	_, err := w.agency.CatchUp(w.t.Context(), w.later())
	must(w.t, err)
}

type lookedUp struct {
	Statement struct {
		State, Kind string
		Index       *uint64
		Statement   *sallyport.Statement
	}
	Later  []struct{ State, Kind string }
	Bundle json.RawMessage
}

// lookUp asks over HTTP.
func (w *copyWorld) lookUp(code string, want int) (found lookedUp) {
	w.t.Helper()
	text, err := json.Marshal(map[string]string{"code": code})
	must(w.t, err)
	answer, err := http.Post(w.server.URL+"/api/v1/receipts", "application/json", bytes.NewReader(text))
	must(w.t, err)
	defer answer.Body.Close()
	if answer.StatusCode != want {
		w.t.Fatalf("%d, want %d", answer.StatusCode, want)
	}
	must(w.t, json.NewDecoder(answer.Body).Decode(&found))
	return found
}

// copies has a request come by fax and be answered, a copy given before and another served after.
func (w *copyWorld) copies() (given, served, id string) {
	w.t.Helper()
	ctx, j := w.t.Context(), w.agency.Desk
	request := sallyport.Request{Action: "notify", Form: "I-247N", By: "R. Alvarez", At: copyMorning}
	id, err := j.Register(ctx, copyClerk, w.later(), request, "fax", "FC-02", nil)
	must(w.t, err)
	given, err = j.GiveCopy(ctx, copyClerk, id, w.later())
	must(w.t, err)
	if found := w.lookUp(given, http.StatusOK); found.Statement.State != "recorded" || found.Statement.Index != nil || found.Bundle != nil || found.Statement.Statement.Answer != sallyport.AnswerOpen {
		w.t.Errorf("%+v", found)
	}
	w.slot()
	must(w.t, j.Accept(ctx, copyClerk, id, w.later()), j.Answer(ctx, copySupervisor, id, w.later(), true))
	served, err = j.Serve(ctx, copyClerk, id, w.later())
	must(w.t, err)
	return given, served, id
}

// run is a command with the code on its standard input.
func (w *copyWorld) run(code string, args ...string) (status int, said string) {
	w.t.Helper()
	var out bytes.Buffer
	status = run(args, streams{in: strings.NewReader(code + "\n"), out: &out, err: &out})
	return status, out.String()
}

// TestReceiptsTheWholeWay: a copy is given and served, looked up before and after the slot and after the purge, and proven with the node gone.
func TestReceiptsTheWholeWay(t *testing.T) {
	t.Parallel()
	w := newCopyWorld(t)
	given, served, id := w.copies()
	if found := w.lookUp(served, http.StatusOK); found.Statement.State != "recorded" {
		t.Errorf("%+v", found)
	}
	w.slot()
	if found := w.lookUp(strings.ToLower(served), http.StatusOK); found.Statement.State != "public" || found.Bundle == nil || len(found.Statement.Statement.Doors) != 2 {
		t.Errorf("%+v", found)
	}
	w.now = w.now.AddDate(0, 2, 0)
	must(t, w.agency.Desk.PurgeAll(t.Context(), w.now))
	if found := w.lookUp(given, http.StatusOK); found.Later[len(found.Later)-1].Kind != "purged" || found.Later[len(found.Later)-1].State != "recorded" || w.agency.Desk.Vault.Has(id) {
		t.Errorf("%+v", found)
	}
	w.slot()
	w.lookUp(proof.Code{1}.String(), http.StatusNotFound)
	w.lookUp(given[:len(given)-2], http.StatusUnprocessableEntity)
	w.bundles(given, served)
	w.pages(served)
	w.server.Close()
	must(t, w.agency.Close())
	w.offline(given, served)
	w.nowhere(given, served)
	w.leavesAlike()
}

// pages are for whoever has no account and no tools.
func (w *copyWorld) pages(code string) {
	w.t.Helper()
	post := func(form url.Values) (*http.Response, string) {
		answer, err := http.PostForm(w.server.URL+"/receipt", form)
		must(w.t, err)
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		must(w.t, err)
		return answer, string(text)
	}
	answer, text := post(url.Values{"code": {strings.ToLower(code)}})
	for _, want := range []string{"The agency intends to do what is asked.", "To be told when you will be released", "in the public log, as entry", "Federal and local rules, once the copy was given", "Everything about the person was destroyed"} {
		if answer.StatusCode != http.StatusOK || !strings.Contains(text, want) {
			w.t.Errorf("%d, no %q in %s", answer.StatusCode, want, text)
		}
	}
	answer, text = post(url.Values{"code": {code}, "as": {"bundle"}})
	want, err := os.ReadFile(filepath.Join(w.dir, "served"))
	must(w.t, err)
	if text != string(want) || answer.Header.Get("Content-Disposition") != `attachment; filename="receipt.json"` {
		w.t.Errorf("%v %s", answer.Header, text)
	}
}

// bundles are written over HTTP and from the node's folder, alike.
func (w *copyWorld) bundles(given, served string) {
	w.t.Helper()
	for name, args := range map[string][]string{
		"given": {given, "--log", w.server.URL}, "served": {served, "--log", w.server.URL}, "folder": {served, "--node", w.config.Dir},
	} {
		if status, said := w.run(args[0], "log", "bundle", "-", filepath.Join(w.dir, name), args[1], args[2]); status != 0 || said != "" {
			w.t.Fatalf("%s: %d %s", name, status, said)
		}
	}
	one, err := os.ReadFile(filepath.Join(w.dir, "served"))
	must(w.t, err)
	other, err := os.ReadFile(filepath.Join(w.dir, "folder"))
	must(w.t, err)
	if !bytes.Equal(one, other) {
		w.t.Errorf("%s\n%s", one, other)
	}
	if status, said := w.run(served, "receipt", "verify", "-", "--log", w.server.URL, "--policy", w.policy); status != 0 || !strings.Contains(said, "answer:     the agency agrees") {
		w.t.Errorf("%d %s", status, said)
	}
	for _, args := range [][]string{{"receipt", "verify", "-", "--log", w.server.URL}, {"log", "bundle", "-", "none", "--log", w.server.URL}, {"log", "bundle", "-", "none", "--node", w.config.Dir}} {
		if status, said := w.run(proof.Code{1}.String(), args...); status != statusFindings || !strings.Contains(said, "no copy has this code") {
			w.t.Errorf("%q: %d %s", args, status, said)
		}
	}
}

// offline checks what is proven when there is no node any more.
func (w *copyWorld) offline(given, served string) {
	w.t.Helper()
	bundle := filepath.Join(w.dir, "served")
	status, said := w.run(served, "receipt", "verify", bundle, "--policy", w.policy)
	for _, want := range []string{"Proven: the log trial.sallyport.invalid/franklin", "notify on form I-247N", "both doors:", "answer:     the agency agrees", ": purged, ", "Witnesses that saw this log: court", "Not proven:"} {
		if status != 0 || !strings.Contains(said, want) {
			w.t.Errorf("%d, no %q in %s", status, want, said)
		}
	}
	if strings.Contains(said, "its key is the bundle's own word") || strings.Contains(said, "everybody is shown") {
		w.t.Error(said)
	}
	if status, said := w.run(served, "receipt", "verify", bundle); status != 0 || !strings.Contains(said, "its key is the bundle's own word") || !strings.Contains(said, "no witnesses were asked for") {
		w.t.Errorf("%d %s", status, said)
	}
	if status, said := w.run(served, "receipt", "verify", bundle, "--key", w.logKey(), "--log", filepath.Join(w.config.Dir, "log")); status != 0 || !strings.Contains(said, "goes on from there") {
		w.t.Errorf("%d %s", status, said)
	}
	var report receiptReport
	status, said = w.run(served, "receipt", "verify", bundle, "--policy", w.policy, "--json")
	if err := json.Unmarshal([]byte(said), &report); status != 0 || err != nil || !report.Enough || !report.Trusted || report.Statement.Kind != "copy served" || len(report.Unproven) != 2 {
		w.t.Errorf("%d %v %s", status, err, said)
	}
	if status, _ := w.run(given, "receipt", "verify", filepath.Join(w.dir, "given"), "--policy", w.policy); status != 0 {
		w.t.Error(status)
	}
	w.refused(given, served)
	w.program(bundle, served)
}

// program is the example of docs/verify, as its readers run it.
func (w *copyWorld) program(bundle, code string) {
	w.t.Helper()
	path := filepath.Join(w.dir, "receipt.exe")
	if said, err := exec.Command("go", "build", "-o", path, "../../docs/verify/receipt").CombinedOutput(); err != nil {
		w.t.Fatalf("%v: %s", err, said)
	}
	for typed, want := range map[string]string{code: "the agency: agrees\n", proof.Code{9}.String(): "is it the code of this copy?"} {
		check := exec.Command(path, w.policy, bundle)
		check.Stdin = strings.NewReader(typed)
		said, err := check.CombinedOutput()
		if !strings.Contains(string(said), want) || (err == nil) != (typed == code) {
			w.t.Errorf("%v: %s", err, said)
		}
	}
}

// refused are other codes, changed bundles and wrong uses, each with its status.
func (w *copyWorld) refused(given, served string) {
	w.t.Helper()
	bundle := filepath.Join(w.dir, "served")
	text, err := os.ReadFile(bundle)
	must(w.t, err)
	changed := func(name string, text []byte) string {
		path := filepath.Join(w.dir, name)
		must(w.t, os.WriteFile(path, text, 0o600))
		return path
	}
	unwitnessed := bytes.Replace(text, []byte(`— example.com/witness`), []byte(`— example.com/other`), 1)
	stranger := filepath.Join(w.dir, "stranger")
	must(w.t, os.WriteFile(stranger, fmt.Appendf(nil, "log %s\nquorum none\n", "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"), 0o600))
	for name, c := range map[string]struct {
		status int
		args   []string
		code   string
	}{
		"another copy's code": {1, []string{bundle}, given}, "another code": {1, []string{bundle}, proof.Code{5}.String()}, "a slip": {2, []string{bundle}, served[:len(served)-1] + "?"},
		"a changed statement":  {1, []string{changed("changed", bytes.Replace(text, []byte("agrees"), []byte("refuses"), 1))}, served},
		"a changed later line": {1, []string{changed("later", bytes.Replace(text, []byte("purged"), []byte("forged"), 1))}, served},
		"cut off":              {2, []string{changed("cut", text[:len(text)/2])}, served}, "no bundle": {2, []string{changed("text", []byte("hello"))}, served},
		"too few witnesses": {1, []string{changed("unwitnessed", unwitnessed), "--policy", w.policy}, served},
		"another log's key": {1, []string{bundle, "--policy", stranger}, served},
		"neither":           {2, []string{"-"}, served}, "no key": {2, []string{bundle, "--key", "x"}, served}, "not a node": {2, []string{"-", "--log", w.dir}, served},
		"no node": {3, []string{"-", "--log", w.server.URL}, served},
	} {
		status, said := w.run(c.code, append([]string{"receipt", "verify"}, c.args...)...)
		if status != c.status || said == "" || strings.Contains(said, served) || strings.Contains(said, given) {
			w.t.Errorf("%s: %d %s", name, status, said)
		}
	}
}

// nowhere looks for the codes in every file of the node, in what was logged, and in addresses.
func (w *copyWorld) nowhere(codes ...string) {
	w.t.Helper()
	var words [][]byte
	for _, code := range codes {
		plain := strings.ReplaceAll(code, "-", "")
		parsed, err := proof.ParseCode(code)
		must(w.t, err)
		words = append(words, []byte(code), []byte(plain), []byte(strings.ToLower(code)), []byte(strings.ToLower(plain)), []byte(plain[:16]), parsed[:], fmt.Appendf(nil, "%x", parsed[:]))
	}
	in := func(where string, text []byte) {
		for _, word := range words {
			if bytes.Contains(text, word) {
				w.t.Errorf("%s holds %q", where, word)
			}
		}
	}
	files := 0
	err := filepath.WalkDir(w.config.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		in(path, text)
		return err
	})
	if err != nil || files < 5 {
		w.t.Error(files, err)
	}
	in("the log of the node", w.log.Bytes())
	if strings.Contains(w.log.String(), "receipts") {
		w.t.Errorf("a lookup was logged: %s", w.log)
	}
	in("an address", []byte(strings.Join(w.asked, "\n")))
	if len(w.asked) < 6 {
		w.t.Errorf("%q", w.asked)
	}
}

// leavesAlike: to whoever reads the log, a receipt's leaf is 32 bytes like any other, and no published leaf says more than a number.
func (w *copyWorld) leavesAlike() {
	w.t.Helper()
	log, err := tiles.Open(w.t.Context(), filepath.Join(w.config.Dir, "log"), "")
	must(w.t, err)
	checkpoint, err := log.Checkpoint(w.t.Context())
	must(w.t, err)
	commitments := 0
	for e, err := range checkpoint.Entries(w.t.Context(), 0) {
		must(w.t, err)
		kind, err := record.KindOf(e.Leaf)
		must(w.t, err)
		if kind == record.KindCommitment {
			commitments++
		}
		for _, word := range []string{"statement", "R. Alvarez", "j. jones", "salt", "receipt"} {
			if bytes.Contains(e.Leaf, []byte(word)) {
				w.t.Errorf("%s in %s", word, e.Leaf)
			}
		}
	}
	if commitments == 0 || commitments%8 != 0 { // whole slots
		w.t.Errorf("%d commitments", commitments)
	}
}
