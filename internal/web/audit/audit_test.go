package audit_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/web/audit"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/docket/dockettest"
)

var auditor = sallyport.Actor{ID: "i. ide", Office: dockettest.County, Role: sallyport.Auditor}

func newWorld(t *testing.T) *dockettest.World {
	t.Helper()
	return dockettest.New(t, func(mux *http.ServeMux, made *dockettest.World) {
		jail := made.Agencies[0].Desk
		audit.Register(mux, &jail.Node, docket.NewRoom(made.Shell, made.Now, time.UTC, jail.Law))
	})
}

// bring sends a file as whoever looked last.
func bring(t *testing.T, w *dockettest.World, content []byte) dockettest.Answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("result", "result.json")
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL+"/audit/reconcile", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return dockettest.Answer{Status: answer.StatusCode, Body: string(page)}
}

// TestResults: a comparison that the auditor made elsewhere is shown as it came, and what is none is refused.
func TestResults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for file, says := range map[string][]string{
		"books": {"differences.", "counts differ", "different content under one number", "hub to us-oh.franklin, message"},
		"logs":  {"1 difference.", "published by the jail and not by the hub", "not given"},
	} {
		content, err := os.ReadFile("../../reconcile/testdata/" + file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		w.Get(auditor, "/audit/reconcile").Want(t, http.StatusOK, "Look at a result", "--json")
		bring(t, w, content).Want(t, http.StatusOK, says...)
	}
	for _, none := range []string{"", "{}", "<b>", `{"nodes":[]}`, `{"differences":[],"nodes":[{"node":"<b>"}],"more":1}`, strings.Repeat(" ", 9<<20)} {
		bring(t, w, []byte(none)).Want(t, http.StatusUnprocessableEntity, `role="alert"`).Lacks(t, "<b>", "No difference")
	}
}

// TestOnlyAuditors: nobody else is shown any of the pages.
func TestOnlyAuditors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/audit", "/audit/reads", "/audit/lines/ground", "/audit/reconcile"} {
		w.Get(auditor, path).Want(t, http.StatusOK)
		w.Get(dockettest.Clerk, path).Want(t, http.StatusForbidden)
		w.Get(dockettest.Nobody, path).Want(t, http.StatusUnauthorized)
	}
	bring(t, w, []byte("{}")).Want(t, http.StatusUnauthorized)
}
