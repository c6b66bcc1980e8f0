package abis_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"sallyport/fingerprint"
	"sallyport/internal/search"
	"sallyport/internal/search/abis/abistest"
	"sallyport/internal/search/searchtest"
)

func person(n int) search.Enrolment {
	return search.Enrolment{Person: fmt.Sprintf("G-%d", n), Number: int64(n)}
}

// some is a hub whose ABIS holds three people.
func some(t *testing.T) (*hub, *abistest.ABIS) {
	t.Helper()
	h, s := newHub(t)
	h.open()
	for n := range 3 {
		if err := h.engine.Enrol(t.Context(), person(n), searchtest.Person(n, 0)); err != nil {
			t.Fatal(err)
		}
	}
	return h, s
}

// on is a Reply to messages of one kind; others are answered as they should be.
func on(id string, reply func(w http.ResponseWriter, answer []byte)) func(http.ResponseWriter, abistest.Message, []byte) {
	return func(w http.ResponseWriter, m abistest.Message, answer []byte) {
		if m.ID == id {
			reply(w, answer)
		} else {
			abistest.Write(w, answer)
		}
	}
}

func swap(old, new string) func(http.ResponseWriter, []byte) {
	return func(w http.ResponseWriter, answer []byte) {
		abistest.Write(w, bytes.Replace(answer, []byte(old), []byte(new), 1))
	}
}

const (
	identify = "mosip.abis.identify"
	insert   = "mosip.abis.insert"
	remove   = "mosip.abis.delete"
	count    = "mosip.abis.referenceCount"
)

// TestFaults: whatever an ABIS does other than answer as it should, a search is an error that says so.
func TestFaults(t *testing.T) {
	t.Parallel()
	h, s := some(t)
	for _, c := range []struct {
		name, id string
		reply    func(http.ResponseWriter, []byte)
		want     string
	}{
		{"breaks off", identify, func(http.ResponseWriter, []byte) { panic(http.ErrAbortHandler) }, "EOF"},
		{"fails", identify, func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusInternalServerError) }, "HTTP status 500"},
		{"redirects", identify, func(w http.ResponseWriter, _ []byte) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, "HTTP status 307"},
		{"answers later, and forgets", identify, func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusAccepted) }, "HTTP status 404"},
		{"answers with a page", identify, func(w http.ResponseWriter, _ []byte) { _, _ = w.Write([]byte("<html>")) }, `of type "text/html"`},
		{"answers twice", identify, func(w http.ResponseWriter, answer []byte) { abistest.Write(w, append(answer, answer...)) }, "something stands behind"},
		{"answers another request", identify, func(w http.ResponseWriter, answer []byte) {
			at := bytes.Index(answer, []byte(`"requestId":"`)) + len(`"requestId":"`)
			answer[at] ^= 1
			abistest.Write(w, answer)
		}, "that of another request"},
		{"answers without end", identify, func(w http.ResponseWriter, answer []byte) {
			abistest.Write(w, append(answer, bytes.Repeat([]byte(" "), 1<<20)...))
		}, "more than 1048576 bytes"},
		{"says failed", identify, swap(`"returnValue":"1"`, `"returnValue":"2","failureReason":"2"`), "failure reason 2: aborted"},
		{"says failed for a reason of its own", identify, swap(`"returnValue":"1"`, `"returnValue":"2","failureReason":"99"`), "failure reason 99"},
		{"names a stranger", identify, swap(`"referenceId":"`, `"referenceId":"0`), "which this hub never entered"},
		{"finds nobody", identify, func(w http.ResponseWriter, answer []byte) {
			begin, end := bytes.Index(answer, []byte(`"candidates"`)), bytes.Index(answer, []byte(`"id"`))
			abistest.Write(w, bytes.Join([][]byte{answer[:begin], []byte(`"candidates":[],"count":"0"},`), answer[end:]}, nil))
		}, "the answer has 0 candidates, and must have 2 to 2"},
		{"has lost somebody", count, swap(`"count":"3"`, `"count":"2"`), "holds 2 references, and must hold 3 to 3"},
		{"has somebody else", count, swap(`"count":"3"`, `"count":"4"`), "holds 4 references, and must hold 3 to 3"},
		{"cannot count", count, swap(`"count":"3"`, `"count":"three"`), "count: is missing"},
	} {
		s.Reply = on(c.id, c.reply)
		found, err := h.engine.Search(t.Context(), searchtest.Person(1, 1), 2)
		if err == nil || found != nil || !strings.Contains(err.Error(), "abis: the search is incomplete") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v", c.name, found, err)
		}
	}
	s.Reply = nil
	if found, err := h.engine.Search(t.Context(), searchtest.Person(1, 1), 2); err != nil || len(found) != 2 || found[0].ID != "G-1" {
		t.Error("after all of that:", found, err)
	}
}

// TestSlow: an ABIS that does not answer is waited for no longer than patience, and the URL that it was given ends then.
func TestSlow(t *testing.T) {
	t.Parallel()
	h, s := some(t)
	h.config.Patience = 50 * time.Millisecond
	h.reopen()
	done, urls := make(chan struct{}), make(chan string, 1)
	t.Cleanup(func() { close(done) })
	s.Before = func(m abistest.Message) {
		urls <- m.ReferenceURL
		<-done
	}
	_, err := h.engine.Search(t.Context(), searchtest.Person(1, 1), 2)
	if err == nil || !strings.Contains(err.Error(), "mosip.abis.identify: no answer within 50ms") {
		t.Error(err)
	}
	url := <-urls
	if strings.Contains(err.Error(), url) || !strings.HasPrefix(url, h.config.Templates) {
		t.Error("the URL is told:", url, err)
	}
	if reply, err := h.serve.Client(h.own).Get(url); err != nil || reply.StatusCode != http.StatusNotFound {
		t.Error(reply, err)
	}
}

// TestDown: an ABIS that is not there is an error to whoever searches, enrols or removes, and nobody is taken for removed.
func TestDown(t *testing.T) {
	t.Parallel()
	h, s := some(t)
	h.config.URL = "https://127.0.0.1:1"
	h.reopen()
	if found, err := h.engine.Search(t.Context(), searchtest.Person(1, 1), 2); err == nil || found != nil {
		t.Error(found, err)
	}
	if err := h.engine.Enrol(t.Context(), person(9), searchtest.Person(9, 0)); err == nil || h.engine.Has(person(9)) {
		t.Error(err)
	}
	if err := h.engine.Remove(t.Context(), "G-1"); err == nil {
		t.Error(err)
	}
	if _, err := h.engine.Status(t.Context()); err == nil {
		t.Error(err)
	}
	h.config.URL = s.URL
	h.reopen()
	if !h.engine.Has(person(1)) {
		t.Error("it does not count as held any more, and the ABIS was not asked to delete it")
	}
	if err := h.engine.Remove(t.Context(), "G-1"); err != nil || len(s.Holds()) != 2 {
		t.Error(err)
	}
}

// TestExpired: an ABIS that comes for the templates after their time says so, and so does the error.
func TestExpired(t *testing.T) {
	t.Parallel()
	h, s := newHub(t)
	begin := time.Now()
	h.config.Now = func() time.Time { return begin }
	h.open()
	s.Before = func(abistest.Message) { begin = begin.Add(2 * time.Minute) }
	if err := h.engine.Enrol(t.Context(), person(1), searchtest.Person(1, 0)); err == nil || !strings.Contains(err.Error(), "reason 17: the reference URL has expired") {
		t.Error(err)
	}
}

// TestUnsure: somebody whom the ABIS may hold takes nobody's place among those it was asked for, and is not found.
func TestUnsure(t *testing.T) {
	t.Parallel()
	h, s := some(t)
	s.Reply = on(insert, func(http.ResponseWriter, []byte) { panic(http.ErrAbortHandler) })
	if err := h.engine.Enrol(t.Context(), person(5), searchtest.Person(5, 0)); err == nil || h.engine.Has(person(5)) || len(s.Holds()) != 4 {
		t.Fatal(err)
	}
	for range 2 { // the second time after a restart
		for limit := range 4 {
			found, err := h.engine.Search(t.Context(), searchtest.Person(5, 1), limit)
			if err != nil || len(found) != limit || limit > 0 && found[0].Score > 20 {
				t.Error(limit, found, err)
			}
		}
		h.reopen()
	}
}

// TestLost: after the ABIS has lost somebody no search is complete until they are entered anew; after the book is lost, everybody is.
func TestLost(t *testing.T) {
	t.Parallel()
	h, s := some(t)
	s.Restore(nil)
	if _, err := h.engine.Search(t.Context(), searchtest.Person(1, 1), 2); err == nil {
		t.Error("nobody was found, and that was an answer")
	}
	h.config.Book += "-anew"
	h.reopen()
	for range 2 { // the second time the ABIS has them already, and the book is lost again
		for n := range 3 {
			if err := h.engine.Enrol(t.Context(), person(n), searchtest.Person(n, 0)); err != nil {
				t.Fatal(err)
			}
		}
		if found, err := h.engine.Search(t.Context(), searchtest.Person(1, 1), 2); err != nil || found[0].ID != "G-1" || len(s.Holds()) != 3 {
			t.Error(found, err)
		}
		h.config.Book += "-anew"
		h.reopen()
	}
}

// TestRefusedPrints: prints that cannot be sent or kept are refused before the ABIS is asked.
func TestRefusedPrints(t *testing.T) {
	t.Parallel()
	h, s := some(t)
	s.Before = func(m abistest.Message) { t.Error("asked:", m) }
	astray := searchtest.Person(5, 0)
	astray[0].Finger = 3
	far := searchtest.Person(5, 0)
	far[0].Minutiae[0].X = 3000
	for _, prints := range []*fingerprint.TenPrint{new(fingerprint.TenPrint), astray, far} {
		if err := h.engine.Enrol(t.Context(), person(5), prints); err == nil || !strings.Contains(err.Error(), "abis: G-5 is not enrolled: ") {
			t.Error(err)
		}
	}
	if _, err := h.engine.Search(context.Background(), new(fingerprint.TenPrint), 3); err == nil || !strings.Contains(err.Error(), "no finger has minutiae") {
		t.Error(err)
	}
	if found, err := h.engine.Search(context.Background(), searchtest.Person(5, 0), 0); err != nil || found != nil {
		t.Error(found, err)
	}
}
