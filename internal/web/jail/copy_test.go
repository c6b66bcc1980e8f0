package jail_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"sallyport/internal/notice"
	"sallyport/internal/web/docket/dockettest"
	"sallyport/proof"
)

// TestACopyLeadsToTheNodeItself: its address and its square are the node's own, by whatever name the browser reached it.
func TestACopyLeadsToTheNodeItself(t *testing.T) {
	w := newWorld(t)
	const origin = "https://jail.example"
	w.Shell.Origin = origin
	path := w.told("5f1d0c3a9b7e4c2d8a6f0e11", "notify", "I-247N")
	w.know(path, "agency_kind", `"county_jail"`)
	w.Post(dockettest.Clerk, path+"/accept").Want(t, http.StatusSeeOther)
	form := strings.NewReader(url.Values{"which": {"give"}, "lang": {"en"}}.Encode())
	asked, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL+path+"/copy", form)
	if err != nil {
		t.Fatal(err)
	}
	asked.Host = "elsewhere.example"
	asked.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "X-Forwarded-Host": {"elsewhere.example"}, "X-Forwarded-Proto": {"http"}}
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	page := dockettest.Answer{Status: answer.StatusCode, Body: string(body)}.Want(t, http.StatusOK, origin+"/receipt<").Lacks(t, "elsewhere")
	code, err := proof.ParseCode(regexp.MustCompile(`([0-9A-Z]{4}-){4}[0-9A-Z*~$=]`).FindString(page.Body))
	if err != nil {
		t.Fatal(err)
	}
	square, err := notice.QR(notice.Address(origin, code), "")
	if err != nil {
		t.Fatal(err)
	}
	dark := regexp.MustCompile(`<path d="[^"]+"`)
	if dark.FindString(page.Body) != dark.FindString(square) {
		t.Error("the square leads elsewhere")
	}
}
