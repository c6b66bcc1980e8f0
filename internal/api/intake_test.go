package api

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	_ "modernc.org/sqlite"

	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/itl/ebts"
)

// closed is an engine whose database is closed.
func closed(t *testing.T, s *store.Store) store.Engine {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	must(t, err, db.Close())
	e := s.Engine()
	e.Write, e.Read = db, db
	return e
}

// damaged are transactions that are not in order: cut off at every kind of place, lying lengths, wrong headers, noise.
func damaged(t *testing.T) map[string][]byte {
	t.Helper()
	whole := transaction(t, "TRIAL-2015-000009")
	read, err := itl.Parse(bytes.Clone(whole))
	must(t, err)
	header := func(number int, value string) []byte {
		made, err := itl.Parse(bytes.Clone(whole))
		must(t, err)
		made.Records[0].SetText(number, value)
		return made.Append(nil)
	}
	short := bytes.Clone(whole)
	binary.BigEndian.PutUint32(short[read.Records[3].Offset:], 20)
	all := map[string][]byte{
		"not a transaction": []byte("name;born\nsomebody;1980\n"), "zeros": make([]byte, 4096), "a LEN that lies": bytes.Replace(whole, []byte("2.001:"), []byte("2.001:9"), 1),
		"a binary LEN that lies": short, "applicant, not criminal": header(4, "NFUF"), "control number short": header(9, "T-1"), "unknown agency": header(8, "XX0000000"),
		"without its last byte": whole[:len(whole)-1], "twice": append(bytes.Clone(whole), whole...), "two images gone": whole[:read.Records[len(read.Records)-2].Offset],
	}
	for i, r := range read.Records {
		all[fmt.Sprintf("cut at record %d", i+1)] = whole[:r.Offset]
		all[fmt.Sprintf("cut in record %d", i+1)] = whole[:r.Offset+17]
	}
	delete(all, "cut at record 1") // nothing
	return all
}

// TestDamagedTransactions hands them in at both nodes: each is refused with byte and field, and as an ERRT for those who read it.
func TestDamagedTransactions(t *testing.T) {
	w := newWorld(t)
	w.unchanged(t)
	for name, data := range damaged(t) {
		t.Run(name, func(t *testing.T) {
			p := send(t, "machine", "POST", w.hubURL+base+"/transactions", data, "Content-Type", MediaEBTS).problem(t, http.StatusUnprocessableEntity, kindTransaction)
			if len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Location, "byte ") || p.Errors[0].Message == "" {
				t.Errorf("%+v", p)
			}
			got := send(t, "machine", "POST", w.hubURL+base+"/transactions", data, "Content-Type", mediaBytes, "Accept", MediaEBTS)
			if got.header.Get("Content-Type") != MediaEBTS {
				got.problem(t, http.StatusUnprocessableEntity, kindTransaction) // where there is nobody to answer to
				return
			}
			answer, err := itl.Parse(got.body)
			must(t, err)
			errt, err := ebts.ParseERRT(answer)
			if err != nil || errt.TCR != "TRIAL-2015-000009" && name != "control number short" || len(errt.Messages) == 0 || got.status != http.StatusUnprocessableEntity {
				t.Errorf("%d %+v: %v", got.status, errt, err)
			}
		})
	}
}

// TestForms sends forms that are not a transaction and its custody facts.
func TestForms(t *testing.T) {
	w := newWorld(t)
	w.unchanged(t)
	whole := transaction(t, "TRIAL-2015-000010")
	part := func(name, content string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n"
	}
	form, end := "multipart/form-data; boundary=b", "--b--\r\n"
	ok := part("transaction", string(whole))
	for name, c := range map[string]struct {
		media, body string
		status      int
		kind        kind
	}{
		"no content type":      {"", string(whole), 415, kindMedia},
		"JSON":                 {"application/json", `{}`, 415, kindMedia},
		"no boundary":          {"multipart/form-data", ok + end, 415, kindMedia},
		"another boundary":     {"multipart/form-data; boundary=c", ok + end, 422, kindBody},
		"cut off":              {form, ok, 422, kindBody},
		"not a form":           {form, "transaction", 422, kindBody},
		"no transaction":       {form, part("custody", "[]") + end, 422, kindBody},
		"two transactions":     {form, ok + ok + end, 422, kindBody},
		"another part":         {form, ok + part("by", "r. alvarez") + end, 422, kindBody},
		"custody, not a list":  {form, ok + part("custody", "{}") + end, 422, kindBody},
		"custody, more keys":   {form, ok + part("custody", `[{"path":"release.basis","value":"other","source":"x","by":"r. alvarez"}]`) + end, 422, kindBody},
		"custody, and more":    {form, ok + part("custody", `[] []`) + end, 422, kindBody},
		"custody, no value":    {form, ok + part("custody", `[{"path":"release.basis","source":"x"}]`) + end, 422, kindUnfit},
		"custody, no source":   {form, ok + part("custody", `[{"path":"release.basis","value":"other"}]`) + end, 422, kindUnfit},
		"custody, no fact":     {form, ok + part("custody", `[{"path":"","value":"other","source":"x"}]`) + end, 422, kindUnfit},
		"custody, many":        {form, ok + part("custody", "["+strings.Repeat(`{"path":"release.basis","value":"other","source":"x"},`, 1000)+`{"path":"x","value":1,"source":"x"}]`) + end, 422, kindBody},
		"a conviction":         {form, ok + part("custody", `[{"path":"convictions","value":[],"source":"x"}]`) + end, 403, kindRole},
		"an empty transaction": {form, part("transaction", "") + end, 422, kindTransaction},
	} {
		t.Run(name, func(t *testing.T) {
			for _, to := range []string{w.hubURL + base + "/transactions", w.jailURL + base + "/bookings"} {
				send(t, "machine", "POST", to, c.body, "Content-Type", c.media).problem(t, c.status, c.kind)
			}
		})
	}
	body, media := booking(t, whole, exampleCustody)
	for _, to := range []string{w.hubURL + base + "/transactions", w.jailURL + base + "/bookings"} {
		send(t, "nameless", "POST", to, body, "Content-Type", media).problem(t, http.StatusForbidden, kindRole)
		send(t, "elsewhere", "POST", to, body, "Content-Type", media).problem(t, http.StatusForbidden, kindOffice)
		send(t, "k. kruger", "POST", w.jailURL+base+"/bookings", body, "Content-Type", media).problem(t, http.StatusForbidden, kindOffice)
	}
}

// TestOversizedTransactions says a length that is not read, and reads none of it.
func TestOversizedTransactions(t *testing.T) {
	w := newWorld(t)
	w.unchanged(t)
	body := &counting{Reader: bytes.NewReader(make([]byte, 1<<20))}
	r, err := http.NewRequestWithContext(t.Context(), "POST", w.hubURL+base+"/transactions", body)
	must(t, err)
	r.ContentLength = itl.MaxBytes + 1
	r.Header.Set("Expect", "100-continue")
	r.Header.Set("Content-Type", MediaEBTS)
	r.Header.Set("Authorization", "Bearer "+tokenOf("machine"))
	answer, err := (&http.Transport{ExpectContinueTimeout: 1 << 40}).RoundTrip(r)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	sent{answer.StatusCode, answer.Header, text}.problem(t, http.StatusRequestEntityTooLarge, kindTooLarge)
	if body.n > 0 {
		t.Errorf("%d bytes were read", body.n)
	}
}

// TestOneTransactionAtOnceFromMany hands in one transaction from several lines at once: it is one submission.
func TestOneTransactionAtOnceFromMany(t *testing.T) {
	w := newWorld(t)
	data := transaction(t, "TRIAL-2015-000011")
	answers := make([]sent, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = send(t, "nameless", "POST", w.hubURL+base+"/transactions", data, "Content-Type", MediaEBTS)
		})
	}
	all.Wait()
	created := 0
	var first receipt
	answers[0].read(t, &first)
	for _, a := range answers {
		var r receipt
		a.read(t, &r)
		if a.status == http.StatusCreated {
			created++
		}
		if r.Submission != first.Submission || r.Fresh != (a.status == http.StatusCreated) {
			t.Errorf("%d %+v", a.status, r)
		}
	}
	if created != 1 || len(contents(t, w.hub.Store)) != 1 {
		t.Errorf("%d were the first", created)
	}
	var s *store.Submission
	must(t, w.hub.Store.View(t.Context(), func(tx *store.Tx) (err error) {
		s, err = tx.Submission(first.Submission)
		return err
	}))
	if s.File != "" { // a purge would look for it in the watched folder
		t.Errorf("file %q", s.File)
	}
}

// TestAnswersAsTransactions hands in a transaction for a system that reads transactions.
func TestAnswersAsTransactions(t *testing.T) {
	w := newWorld(t)
	data := transaction(t, "TRIAL-2015-000013")
	for to, status := range map[string]int{w.hubURL + base + "/transactions": http.StatusCreated, w.jailURL + base + "/bookings": http.StatusCreated} {
		for range 2 {
			got := send(t, "machine", "POST", to, data, "Content-Type", MediaEBTS, "Accept", "application/json;q=0.1, "+MediaEBTS)
			answer, err := itl.Parse(got.body)
			if err != nil || got.status != status || got.header.Get("Content-Type") != MediaEBTS {
				t.Fatalf("%d %v: %s", got.status, err, got.body)
			}
			sre, err := ebts.ParseSRE(answer)
			if err != nil || sre.TCR != "TRIAL-2015-000013" || sre.Result != ebts.Pending || sre.DAI != ori {
				t.Errorf("%+v: %v", sre, err)
			}
			status = http.StatusOK
		}
	}
}

// TestBusy hands in one more than may wait for their search, and one while others fill the memory.
func TestBusy(t *testing.T) {
	w := newWorld(t)
	data := transaction(t, "TRIAL-2015-000012")
	a, err := newAPI(&w.hub.Desk.Node, w.hubConfig, "hub")
	must(t, err)
	a.transactions(w.hub.Desk)
	h, err := a.handler()
	must(t, err)
	url := listen(t, h)
	if !a.room.TryAcquire(2*itl.MaxBytes - int64(len(data)) + 1) {
		t.Fatal("no room")
	}
	p := send(t, "machine", "POST", url+base+"/transactions", data, "Content-Type", MediaEBTS)
	p.problem(t, http.StatusServiceUnavailable, kindBusy)
	a.room.Release(1)
	w.hub.Desk.Backlog = 1
	if first := send(t, "machine", "POST", url+base+"/transactions", transaction(t, "TRIAL-2015-000015"), "Content-Type", MediaEBTS); first.status != http.StatusCreated {
		t.Fatalf("%d %s", first.status, first.body)
	}
	got := send(t, "machine", "POST", url+base+"/transactions", data, "Content-Type", MediaEBTS)
	got.problem(t, http.StatusServiceUnavailable, kindBusy)
	if got.header.Get("Retry-After") != "60" || p.header.Get("Retry-After") != "5" {
		t.Error(got.header, p.header)
	}
}
