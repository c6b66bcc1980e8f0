package publiclog_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sallyport/internal/publiclog"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
	"sallyport/record"
)

// published is a log of a few hundred entries, with what else lies in its folder.
func published(t *testing.T) (dir string, server *httptest.Server) {
	t.Helper()
	dir = t.TempDir()
	var leaves [][]byte
	for i := range 700 {
		leaves = append(leaves, bytes.Repeat([]byte{byte(i), byte(i >> 8)}, record.Size/2))
	}
	key := tilestest.NewKey(t, "trial.sallyport.invalid/hub")
	key.Publish(t, dir, leaves)
	for name, text := range map[string]string{"log.pub": key.Vkey + "\n", "log.key": "PRIVATE", "tiles/feed.atom": "<feed/>", "tiles/.state/treeState": "{}", "tiles/.state/tile/0/000": "{}", "tiles/tile/0/006/file": "x", "policy": "x", "tiles/tile/0/999": ""} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mux := http.NewServeMux()
	mux.Handle("/log/", http.StripPrefix("/log", publiclog.Handler(dir)))
	server = httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return dir, server
}

// get asks without cleaning the path, and follows nothing.
func get(t *testing.T, server *httptest.Server, method, path string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Opaque = path
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

func TestAnyoneReadsTheLog(t *testing.T) {
	_, server := published(t)
	log, err := tiles.Open(t.Context(), server.URL+"/log", "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for e, err := range c.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n += len(e.Leaf) / record.Size
	}
	if n != 700 {
		t.Errorf("%d entries", n)
	}
}

func TestHowEachPartIsServed(t *testing.T) {
	_, server := published(t)
	for _, c := range []struct{ path, media, cache string }{
		{"/log/checkpoint", "text/plain; charset=utf-8", "no-store"},
		{"/log/log.pub", "text/plain; charset=utf-8", "no-cache"},
		{"/log/feed.atom", "application/atom+xml", "no-cache"},
		{"/log/tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"},
		{"/log/tile/entries/001", "application/octet-stream", "public, max-age=31536000, immutable"},
		{"/log/tile/entries/002.p/188", "application/octet-stream", "no-cache"},
	} {
		answer, body := get(t, server, http.MethodGet, c.path)
		h := answer.Header
		if answer.StatusCode != http.StatusOK || body == "" || h.Get("Content-Type") != c.media || h.Get("Cache-Control") != c.cache || h.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %s, %d bytes, %v", c.path, answer.Status, len(body), h)
		}
		if head, body := get(t, server, http.MethodHead, c.path); head.StatusCode != http.StatusOK || body != "" {
			t.Errorf("HEAD %s: %s", c.path, head.Status)
		}
		if post, _ := get(t, server, http.MethodPost, c.path); post.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %s", c.path, post.Status)
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	dir, server := published(t)
	if err := os.Symlink("../../../log.key", filepath.Join(dir, "tiles", "tile", "0", "003")); err != nil {
		t.Skip(err)
	}
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("PRIVATE"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "tiles", "tile", "0", "004")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/log/", "/log", "/log/log.key", "/log/policy", "/log/tiles/", "/log/tiles/checkpoint", "/log/tile/", "/log/tile/0/", "/log/tile/0", "/log/.state/treeState", "/log/tile/0/../../../log.key",
		"/log/../log.key", "/log/tile/..%2f..%2flog.key", "/log/tile/0/000/..%2f..%2f..%2f..%2flog.key", "/log//log.key", "/log/checkpoint/", "/log/tile/64/000", "/log/tile/00/000", "/log/tile/0/000.p/0",
		"/log/tile/0/000.p/1000", "/log/tile/0/003", "/log/tile/0/004", "/log/tile/0/005", "/log/tile/0/006", "/log/.state/tile/0/000", "/log/tile/0/" + strings.Repeat("x000/", 40) + "000", "/log/tile/0/000%00", "/log/tile/0/000%0a",
	} {
		answer, body := get(t, server, http.MethodGet, path)
		if answer.StatusCode == http.StatusOK || strings.Contains(body, "PRIVATE") || strings.Contains(body, dir) {
			t.Errorf("%s: %s, %q", path, answer.Status, body)
		}
	}
}

func FuzzHandler(f *testing.F) {
	dir := f.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "log.key"), []byte("PRIVATE"), 0o600); err != nil {
		f.Fatal(err)
	}
	handler := publiclog.Handler(dir)
	f.Add("/tile/0/x001/000.p/3")
	f.Add("/checkpoint")
	f.Fuzz(func(t *testing.T, path string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = path
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code == http.StatusOK || strings.Contains(w.Body.String(), "PRIVATE") {
			t.Errorf("%q: %d %s", path, w.Code, w.Body)
		}
	})
}
