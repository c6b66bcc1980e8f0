package witness

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/proof"
)

const (
	origin = "trial.sallyport.invalid/hub"
	name   = "trial.sallyport.invalid/witness"
)

// history is a log in memory, with its key.
type history struct {
	hashes []tlog.Hash
	size   int64
	signer note.Signer
	key    string
}

func newHistory(tb testing.TB, size int) *history {
	tb.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		tb.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		tb.Fatal(err)
	}
	h := &history{signer: signer, key: public}
	h.grow(tb, size, "")
	return h
}

func (h *history) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		found[i] = h.hashes[at]
	}
	return found, nil
}

func (h *history) grow(tb testing.TB, n int, what string) {
	tb.Helper()
	for range n {
		stored, err := tlog.StoredHashes(h.size, fmt.Append(nil, what, h.size), h)
		if err != nil {
			tb.Fatal(err)
		}
		h.hashes = append(h.hashes, stored...)
		h.size++
	}
}

// fork is another log of the same key that is the same up to size, and otherwise from there on.
func (h *history) fork(tb testing.TB, size int64) *history {
	tb.Helper()
	other := &history{signer: h.signer, key: h.key}
	other.grow(tb, int(size), "")
	other.grow(tb, int(h.size-size), "fork")
	return other
}

func (h *history) checkpoint(tb testing.TB, size int64, signers ...note.Signer) string {
	tb.Helper()
	root := tlog.Hash(sha256.Sum256(nil))
	if size > 0 {
		var err error
		if root, err = tlog.TreeHash(size, h); err != nil {
			tb.Fatal(err)
		}
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)}, append(signers, h.signer)...)
	if err != nil {
		tb.Fatal(err)
	}
	return string(signed)
}

// request is what a log posts to have its checkpoint over size entries cosigned by a witness that knows old of them.
func (h *history) request(tb testing.TB, old, size int64) string {
	tb.Helper()
	text := fmt.Sprintf("old %d\n", old)
	if old > 0 && old < size {
		path, err := tlog.ProveTree(size, old, h)
		if err != nil {
			tb.Fatal(err)
		}
		for _, hash := range path {
			text += hash.String() + "\n"
		}
	}
	return text + "\n" + h.checkpoint(tb, size)
}

func open(tb testing.TB, dir string, logs ...string) *Witness {
	tb.Helper()
	w, err := Open(dir, name, logs, time.Now)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = w.Close() }) // again, where the test has closed it
	return w
}

func serve(tb testing.TB, w *Witness) string {
	tb.Helper()
	server := httptest.NewServer(w.Handler())
	tb.Cleanup(server.Close)
	return server.URL
}

func post(tb testing.TB, at, body string) (status int, kind, answer string) {
	tb.Helper()
	response, err := http.Post(at+"/add-checkpoint", "", strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Content-Type"), string(text)
}

func policyOf(tb testing.TB, logs []string, witnesses ...string) *proof.Policy {
	tb.Helper()
	text := ""
	for _, key := range logs {
		text += "log " + key + "\n"
	}
	members := ""
	for i, key := range witnesses {
		text += fmt.Sprintf("witness w%d %s\n", i, key)
		members += fmt.Sprintf(" w%d", i)
	}
	p, err := proof.ParsePolicy([]byte(text + "group all all" + members + "\nquorum all\n"))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestFollowsALog(t *testing.T) {
	t.Parallel()
	h, dir := newHistory(t, 300), t.TempDir()
	w := open(t, dir, h.key)
	at, old := serve(t, w), int64(0)
	policy := policyOf(t, []string{h.key}, w.Key())
	for _, size := range []int64{0, 1, 2, 7, 7, 8, 255, 256, 300} {
		status, _, line := post(t, at, h.request(t, old, size))
		if status != http.StatusOK {
			t.Fatal(size, status, line)
		}
		c, cosigned, err := policy.Check([]byte(h.checkpoint(t, size) + line))
		if err != nil || c.Size != uint64(size) || time.Since(cosigned[0].At) > time.Hour {
			t.Fatal(c, cosigned, err)
		}
		old = size
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir, h.key)
	if again.Key() != w.Key() {
		t.Error("another key after a restart")
	}
	if status, kind, size := post(t, serve(t, again), h.request(t, 0, 300)); status != http.StatusConflict || kind != "text/x.tlog.size" || size != "300\n" {
		t.Error("after a restart:", status, kind, size)
	}
}

// TestRefuses has a status of c2sp.org/tlog-witness for whatever is wrong, and cosigns nothing of it.
func TestRefuses(t *testing.T) {
	t.Parallel()
	h := newHistory(t, 20)
	w := open(t, t.TempDir(), h.key)
	at := serve(t, w)
	if status, _, answer := post(t, at, h.request(t, 0, 10)); status != http.StatusOK {
		t.Fatal(answer)
	}
	stranger, forked, impostor := newHistory(t, 20), h.fork(t, 5), newHistory(t, 20)
	unknown := strings.ReplaceAll(h.request(t, 10, 12), origin, "example.com/other")
	good := h.request(t, 10, 12)
	signature := strings.LastIndex(good, " ") + 1
	empty := h.checkpoint(t, 0)
	for what, one := range map[string]struct {
		body   string
		status int
	}{
		"not a request":                  {"hello", http.StatusBadRequest},
		"nothing":                        {"", http.StatusBadRequest},
		"leading zero":                   {strings.Replace(good, "old 10", "old 010", 1), http.StatusBadRequest},
		"negative":                       {strings.Replace(good, "old 10", "old -10", 1), http.StatusBadRequest},
		"no size":                        {strings.Replace(good, "old 10", "old ", 1), http.StatusBadRequest},
		"not a hash":                     {strings.Replace(good, "old 10\n", "old 10\nhash\n", 1), http.StatusBadRequest},
		"64 hashes":                      {"old 10\n" + strings.Repeat("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 64) + "\n" + h.checkpoint(t, 12), http.StatusBadRequest},
		"not signed":                     {good[:strings.LastIndex(good, "\n\n")+1], http.StatusBadRequest},
		"shrunk":                         {h.request(t, 10, 9), http.StatusBadRequest},
		"too long":                       {good + strings.Repeat("— x AAAAAAAA\n", maxRequest/12), http.StatusRequestEntityTooLarge},
		"another log":                    {unknown, http.StatusNotFound},
		"a stranger's key":               {stranger.request(t, 10, 12), http.StatusForbidden},
		"a wrong signature":              {good[:signature+10] + "AAAA" + good[signature+14:], http.StatusForbidden},
		"behind":                         {h.request(t, 5, 12), http.StatusConflict},
		"ahead":                          {h.request(t, 11, 12), http.StatusConflict},
		"from nothing":                   {h.request(t, 0, 12), http.StatusConflict},
		"no proof":                       {"old 10\n\n" + h.checkpoint(t, 12), http.StatusUnprocessableEntity},
		"a fork":                         {forked.request(t, 10, 12), http.StatusUnprocessableEntity},
		"a fork of the same size":        {forked.request(t, 10, 10), http.StatusUnprocessableEntity},
		"a proof where none is needed":   {"old 10\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n" + h.checkpoint(t, 10), http.StatusUnprocessableEntity},
		"smaller than what was cosigned": {"old 0\n\n" + empty, http.StatusConflict},
		"an impostor beside":             {strings.Replace(good, "old 10", "old 9", 1) + impostor.checkpoint(t, 12)[strings.LastIndex(impostor.checkpoint(t, 12), "— "):], http.StatusConflict},
	} {
		status, kind, answer := post(t, at, one.body)
		if status != one.status {
			t.Errorf("%s: %d %s, want %d", what, status, answer, one.status)
		}
		if status == http.StatusConflict && (kind != "text/x.tlog.size" || answer != "10\n") {
			t.Errorf("%s: %s: %q", what, kind, answer)
		}
		if strings.Contains(answer, "— ") {
			t.Errorf("%s: cosigned: %s", what, answer)
		}
	}
	response, err := http.Get(at + "/add-checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusMethodNotAllowed {
		t.Error(response.Status)
	}
	if status, _, answer := post(t, at, good); status != http.StatusOK {
		t.Error("the log itself is no longer followed:", answer)
	}
}

// TestFirstCheckpoints holds that a witness begins at the empty log, whose root is one only.
func TestFirstCheckpoints(t *testing.T) {
	t.Parallel()
	h := newHistory(t, 3)
	at := serve(t, open(t, t.TempDir(), h.key))
	wrong, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n0\n%s\n", origin, h.hashes[0])}, h.signer)
	if err != nil {
		t.Fatal(err)
	}
	for what, body := range map[string]string{"a root of nothing": "old 0\n\n" + string(wrong), "a proof from nothing": "old 0\n" + h.hashes[0].String() + "\n\n" + h.checkpoint(t, 3)} {
		if status, _, answer := post(t, at, body); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", what, status, answer)
		}
	}
}

// TestGossip has anyone compare what the witness saw.
func TestGossip(t *testing.T) {
	t.Parallel()
	h := newHistory(t, 9)
	w := open(t, t.TempDir(), h.key)
	at := serve(t, w)
	get := func(path string) (int, string) {
		response, err := http.Get(at + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(text)
	}
	last := fmt.Sprintf("/%x/checkpoint", sha256.Sum256([]byte(origin)))
	for _, path := range []string{last, "/" + strings.Repeat("0", 64) + "/checkpoint"} {
		if status, text := get(path); status != http.StatusNotFound {
			t.Error(path, status, text)
		}
	}
	_, _, line := post(t, at, h.request(t, 0, 9))
	status, text := get(last)
	c, _, err := policyOf(t, []string{h.key}, w.Key()).Check([]byte(text))
	if status != http.StatusOK || err != nil || c.Size != 9 || text != h.checkpoint(t, 9)+line {
		t.Error(status, text, err)
	}
	if status, text := get("/"); status != http.StatusOK || !strings.Contains(text, w.Key()) || !strings.Contains(text, last[1:]+"  "+origin) {
		t.Error(status, text)
	}
}

// TestClosed: a folder that another process may have open by now is left alone.
func TestClosed(t *testing.T) {
	t.Parallel()
	h, dir := newHistory(t, 3), t.TempDir()
	w := open(t, dir, h.key)
	at := serve(t, w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if status, _, answer := post(t, at, h.request(t, 0, 3)); status != http.StatusInternalServerError {
		t.Error(status, answer)
	}
	if status, _, answer := post(t, serve(t, open(t, dir, h.key)), h.request(t, 0, 3)); status != http.StatusOK {
		t.Error(status, answer)
	}
}

// TestTwoKeysOfOneLog is a log whose key changes: the witness knows both, and shows the signature that it has checked.
func TestTwoKeysOfOneLog(t *testing.T) {
	t.Parallel()
	h := newHistory(t, 9)
	next := newHistory(t, 9)
	w := open(t, t.TempDir(), h.key, next.key)
	at := serve(t, w)
	if status, _, answer := post(t, at, h.request(t, 0, 5)); status != http.StatusOK {
		t.Fatal(answer)
	}
	if status, _, answer := post(t, at, next.request(t, 5, 9)); status != http.StatusOK {
		t.Fatal(answer)
	}
	if c, _, err := policyOf(t, []string{next.key}, w.Key()).Check([]byte(lastOf(t, at))); err != nil || c.Size != 9 {
		t.Error(c, err)
	}
}

func TestOneProcess(t *testing.T) {
	t.Parallel()
	h, dir := newHistory(t, 1), t.TempDir()
	open(t, dir, h.key)
	if w, err := Open(dir, name, []string{h.key}, time.Now); err == nil || !strings.Contains(err.Error(), "is in use") {
		t.Error(w, err)
	}
}

// TestStateThatIsNotItsOwn never begins anew where something lies that it cannot read.
func TestStateThatIsNotItsOwn(t *testing.T) {
	t.Parallel()
	h, other := newHistory(t, 5), newHistory(t, 5)
	own := open(t, t.TempDir(), h.key)
	secret, err := os.ReadFile(filepath.Join(own.dir, keyFile))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(strings.SplitAfter(h.checkpoint(t, 5), "\n\n")[0], origin, "example.com/other", 1)
	elsewhere := text + own.key.cosign(strings.TrimSuffix(text, "\n"), time.Now())
	for what, change := range map[string]func(signed string) string{
		"empty":               func(string) string { return "" },
		"cut off":             func(signed string) string { return signed[:len(signed)-5] },
		"an older size":       func(signed string) string { return strings.Replace(signed, "\n5\n", "\n4\n", 1) },
		"not cosigned":        func(string) string { return h.checkpoint(t, 5) },
		"of another's making": func(string) string { return other.checkpoint(t, 5) },
		"of another log":      func(string) string { return elsewhere },
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, keyFile), secret, 0o600); err != nil {
			t.Fatal(err)
		}
		w := open(t, dir, h.key)
		if _, err := w.add(must(parse([]byte(h.request(t, 0, 5))))); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		path := w.file(origin)
		signed, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(change(string(signed))), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, name, []string{h.key}, time.Now); err == nil || !strings.Contains(err.Error(), "not the last checkpoint of "+origin) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func must(r *request, err error) *request {
	if err != nil {
		panic(err)
	}
	return r
}

// TestDiskThatFails: what cannot be kept is not cosigned, and nothing is from then on.
func TestDiskThatFails(t *testing.T) {
	t.Parallel()
	h, dir := newHistory(t, 9), t.TempDir()
	w := open(t, dir, h.key)
	at := serve(t, w)
	if err := os.Rename(filepath.Join(dir, "logs"), filepath.Join(dir, "away")); err != nil {
		t.Fatal(err)
	}
	if status, _, answer := post(t, at, h.request(t, 0, 5)); status != http.StatusInternalServerError || strings.Contains(answer, "— ") {
		t.Error(status, answer)
	}
	if err := os.Rename(filepath.Join(dir, "away"), filepath.Join(dir, "logs")); err != nil {
		t.Fatal(err)
	}
	if status, _, answer := post(t, at, h.request(t, 0, 5)); status != http.StatusInternalServerError {
		t.Error("a disk that failed once is believed:", status, answer)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if status, _, answer := post(t, serve(t, open(t, dir, h.key)), h.request(t, 0, 5)); status != http.StatusOK {
		t.Error("after a restart:", status, answer)
	}
}

// TestClockThatGoesBack: times never do, since a smaller checkpoint with a later time is evidence against the witness.
func TestClockThatGoesBack(t *testing.T) {
	t.Parallel()
	h, dir := newHistory(t, 9), t.TempDir()
	now := time.Unix(1_800_000_000, 5000)
	policy := ""
	cosign := func(old, size int64) time.Time {
		w, err := Open(dir, name, []string{h.key}, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close() //nolint:errcheck // the file is gone with the test
		line, err := w.add(must(parse([]byte(h.request(t, old, size)))))
		if err != nil {
			t.Fatal(err)
		}
		policy = w.Key()
		_, cosigned, err := policyOf(t, []string{h.key}, policy).Check([]byte(h.checkpoint(t, size) + line))
		if err != nil {
			t.Fatal(err)
		}
		return cosigned[0].At
	}
	first := cosign(0, 3)
	now = now.Add(-time.Hour)
	if second := cosign(3, 5); !first.Equal(time.Unix(1_800_000_000, 0)) || second.Before(first) {
		t.Error(first, second)
	}
	now = now.Add(2 * time.Hour)
	if third := cosign(5, 7); !third.Equal(time.Unix(1_800_003_600, 0)) {
		t.Error(third)
	}
}

func TestNamesAndKeys(t *testing.T) {
	t.Parallel()
	h, dir := newHistory(t, 1), t.TempDir()
	w := open(t, dir, h.key)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if key, err := Key(dir, name); err != nil || key != w.Key() {
		t.Error(key, err)
	}
	for _, wrong := range []struct{ name, log, want string }{
		{"another.example", h.key, "it is the key of"}, {name, "not a key", "witness: log not a key"}, {name, w.Key(), "type 4 is a witness's"},
	} {
		if _, err := Open(dir, wrong.name, []string{wrong.log}, time.Now); err == nil || !strings.Contains(err.Error(), wrong.want) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	if _, err := Open(dir, name, []string{h.key, h.key}, time.Now); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Error(err)
	}
	for _, odd := range []string{"", "with space", "with+plus", strings.Repeat("x", 300)} {
		if _, err := Key(t.TempDir(), odd); err == nil {
			t.Errorf("%q is a name", odd)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, keyFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
}

func FuzzParse(f *testing.F) {
	h := newHistory(f, 9)
	f.Add(h.request(f, 5, 9))
	f.Add("old 0\n\nx\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— x AAAAAAAA\n")
	w := open(f, f.TempDir(), h.key)
	f.Fuzz(func(t *testing.T, body string) {
		r, err := parse([]byte(body))
		if err != nil {
			return
		}
		if len(r.path) > proof.MaxPath || !strings.HasSuffix(body, string(r.signed)) {
			t.Error(r)
		}
		if line, err := w.add(r); err == nil && line == "" {
			t.Error("neither signature nor refusal")
		}
	})
}
