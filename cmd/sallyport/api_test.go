package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"sallyport/internal/api"
	"sallyport/internal/link"
	"sallyport/internal/node"
	"sallyport/internal/outside"
)

// lines is a log whose lines a test waits for.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.more <- struct{}{}:
	default:
	}
	return l.text.Write(p)
}

// address waits until the log says where something is served.
func (l *lines) address(t *testing.T, what string) string {
	t.Helper()
	pattern := regexp.MustCompile(regexp.QuoteMeta(what) + `.*address=(\S+)`)
	for {
		l.mu.Lock()
		found := pattern.FindStringSubmatch(l.text.String())
		l.mu.Unlock()
		if found != nil {
			return found[1]
		}
		select {
		case <-l.more:
		case <-t.Context().Done():
			t.Fatal(l.text.String())
		}
	}
}

// runHub runs a hub, as the command does, until the test ends.
func runHub(t *testing.T, c node.Config) *lines {
	t.Helper()
	book, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	log := &lines{more: make(chan struct{}, 1)}
	c.Dir, c.Pages, c.API = filepath.Join(t.TempDir(), "hub"), "127.0.0.1:0", "127.0.0.1:0"
	hub, err := node.OpenHub(t.Context(), c, book, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	open, err := api.Hub(hub.Desk, apiOf(hub.Node))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx, open) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := hub.Close(); err != nil {
			t.Error(err)
		}
	})
	return log
}

// machine is a system of a jail's, with a key of its own.
func machine(t *testing.T) (client *http.Client, pin string) {
	t.Helper()
	identity, err := link.NewIdentity(filepath.Join(t.TempDir(), "machine"), "machine", rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{identity.Certificate}, InsecureSkipVerify: true} // the test knows its server
	transport := &http.Transport{TLSClientConfig: config}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}, identity.Pin().String()
}

// TestMachinesAreKnownByTheirCertificate asks a running hub as a machine that it knows, as one that it does not, and without a certificate.
func TestMachinesAreKnownByTheirCertificate(t *testing.T) {
	known, pin := machine(t)
	stranger, other := machine(t)
	nobody := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	log := runHub(t, node.Config{Machines: []node.Machine{{Certificate: "sha256:" + strings.ToUpper(strings.TrimPrefix(pin, "sha256:")), Place: "us-oh/franklin"}},
		Agencies: []node.AgencyPeer{{Place: "us-oh/franklin", ORIs: []string{"OHFRTRY01"}}}})
	to := log.address(t, "machines are answered") + "/api/v1/transactions"
	if status, text := post(t, known, to, api.MediaEBTS, "not a transaction"); status != http.StatusUnprocessableEntity || !strings.Contains(text, "/problems/malformed-transaction") {
		t.Errorf("known: %d %s", status, text)
	}
	if status, text := post(t, stranger, to, api.MediaEBTS, "not a transaction"); status != http.StatusForbidden || !strings.Contains(text, other) || !strings.Contains(text, "/problems/unknown-machine") {
		t.Errorf("stranger: %d %s", status, text)
	}
	if status, text := post(t, nobody, to, api.MediaEBTS, "not a transaction"); status != 0 || !strings.Contains(text, "certificate") {
		t.Errorf("nobody: %d %s", status, text)
	}
	pages := log.address(t, "pages are served") + "/api/v1/transactions"
	if status, text := post(t, http.DefaultClient, pages, api.MediaEBTS, "not a transaction"); status != http.StatusUnauthorized {
		t.Errorf("without TLS: %d %s", status, text)
	}
}

// TestDecideAnswersAlike sends every scenario that there is to a running hub, and to the command: the answers are the same bytes.
func TestDecideAnswersAlike(t *testing.T) {
	log := runHub(t, node.Config{})
	to := log.address(t, "pages are served") + "/api/v1/decide"
	var files []string
	for _, pattern := range []string{"../../law/packs/*/*/cases.yaml", "../../law/packs/*/*/*/cases.yaml", "../../../shared/scenarios/*.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 && strings.Contains(pattern, "shared") {
			defer outside.Missing(t, "no scenarios at %s: the packs' own cases were tried", pattern)
		}
		files = append(files, found...)
	}
	var all []string
	for _, file := range files {
		all = append(all, casesOf(t, file)...)
	}
	if len(all) < 200 {
		t.Fatalf("only %d cases", len(all))
	}
	for start := 0; start < len(all); start += 100 { // as many as one request may have
		body := strings.Join(all[start:min(start+100, len(all))], "\n") + "\n"
		var out, wrong bytes.Buffer
		if status := run([]string{"decide", "--json", "-"}, streams{in: strings.NewReader(body), out: &out, err: &wrong}); status != statusDone {
			t.Fatal(wrong.String())
		}
		status, got := post(t, http.DefaultClient, to, "application/jsonl", body)
		if status != http.StatusOK || got != out.String() {
			t.Errorf("cases from %d on: %d\n got %s\nwant %s", start, status, got, out.String())
		}
	}
}

// casesOf are the cases of a scenario file, each as one line of JSON.
func casesOf(t *testing.T, file string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	documents := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var scenario struct{ Case yaml.Node }
		err := documents.Decode(&scenario)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		line, err := json.Marshal(plain(&scenario.Case))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(line))
	}
}

// plain is a YAML value as JSON has it: days and times stay as they are written.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			object[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, one := range n.Content {
			list = append(list, plain(one))
		}
		return list
	}
	if n.Tag == "!!bool" || n.Tag == "!!int" {
		return json.RawMessage(n.Value)
	}
	return n.Value
}

// post sends a body and returns the answer.
func post(t *testing.T, client *http.Client, url, media, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", media)
	answer, err := client.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}
