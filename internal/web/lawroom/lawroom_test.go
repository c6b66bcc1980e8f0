package lawroom

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport/internal/web/shell"
	"sallyport/law/packs"
)

// today is when the pages of the tests are looked at.
func today() time.Time { return time.Date(2015, 7, 2, 12, 0, 0, 0, time.UTC) }

// theRoom has every pack, and is kept for all tests: what is worked out once stays.
var theRoom = sync.OnceValue(func() *room {
	book, err := packs.Book()
	if err != nil {
		panic(err)
	}
	return newRoom(&shell.Shell{Node: "hub", Log: slog.New(slog.DiscardHandler)}, Config{Book: book, Now: today})
})

var pages = sync.OnceValue(func() http.Handler {
	mux := http.NewServeMux()
	theRoom().register(mux)
	shell.Static(mux)
	return shell.Secure(mux)
})

func open(t *testing.T, address string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	pages().ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}

// body is a page's text without its marks.
func body(t *testing.T, address string) string {
	t.Helper()
	w := open(t, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", address, w.Code)
	}
	return plain(w.Body.String())
}

var marks = regexp.MustCompile(`<[^>]*>`)

func plain(html string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("&#39;", "'", "&amp;", "&", "&#34;", `"`, "&quot;", `"`, "&lt;", "<", "&gt;", ">", "&#43;", "+").Replace(marks.ReplaceAllString(html, " "))), " ")
}

var (
	links = regexp.MustCompile(`(?:href|action)="([^"]*)"`)
	ids   = regexp.MustCompile(` id="([^"]*)"`)
)

// most is how much of HTML a page may have. All but that of us/pep, which has the most terms and rules, stay below 100,000 bytes as they stand; on its way to
// a browser that one is smaller than most pictures.
const (
	most     = 100_000
	mostEver = 125_000
)

func squeeze(t *testing.T, address string) *httptest.ResponseRecorder {
	t.Helper()
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Encoding", "br, gzip;q=0.8")
	pages().ServeHTTP(w, r)
	return w
}

// TestAPageIsLightOnItsWay: what a browser is sent is the same page, and a tenth of it.
func TestAPageIsLightOnItsWay(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/law/us/pep", "/law/us/pep/cases", "/law/us-zz"} {
		w := squeeze(t, address)
		if n := w.Body.Len(); n > most/4 || w.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d bytes, %v", address, n, w.Header())
		}
		from, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil || string(text) != open(t, address).Body.String() {
			t.Errorf("%s: another page when compressed: %v", address, err)
		}
	}
	for accept, takes := range map[string]bool{"": false, "br": false, "gzip": true, "deflate, GZIP ; q=0.5": true, "gzip;q=0": false, "xgzip": false} {
		if takesGzip(accept) != takes {
			t.Errorf("%q: %v", accept, !takes)
		}
	}
}

// TestEveryLinkLeadsSomewhere walks all that can be reached from the table of places: each page is there, is light, has one first heading and nothing that the
// policy forbids, and each of its links leads to a page, and to what it names there.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	type visited struct{ ids map[string]bool }
	seen, wanted := map[string]visited{}, map[string]string{} // by address; address with fragment by the page that links to it
	queue := []string{Path}
	heaviest := 0
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if _, is := seen[address]; is {
			continue
		}
		w := open(t, address)
		text := w.Body.String()
		here := visited{map[string]bool{}}
		seen[address] = here
		if w.Code != http.StatusOK && w.Code != http.StatusSeeOther {
			t.Errorf("%s, linked from %s: %d", address, wanted[address], w.Code)
		}
		if strings.Contains(w.Header().Get("Content-Disposition"), "attachment") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		sent := squeeze(t, address).Body.Len() + dress(t, text)
		if heaviest = max(heaviest, sent); sent > most {
			t.Errorf("%s: a browser is sent %d bytes before it shows anything", address, sent)
		}
		if len(text) > mostEver || len(text) > most && address != "/law/us/pep" {
			t.Errorf("%s: %d bytes", address, len(text))
		}
		if strings.Count(text, "<h1") != 1 || strings.Contains(text, "<script") || strings.Contains(text, " style=") || strings.Contains(text, "<style") {
			t.Errorf("%s: not one first heading, or what the policy forbids", address)
		}
		for _, found := range ids.FindAllStringSubmatch(text, -1) {
			if here.ids[found[1]] {
				t.Errorf("%s: two of #%s", address, found[1])
			}
			here.ids[found[1]] = true
		}
		for _, found := range links.FindAllStringSubmatch(text, -1) {
			to := follow(t, address, strings.ReplaceAll(found[1], "&amp;", "&"))
			if !strings.HasPrefix(to, Path) || strings.HasSuffix(to, "/compare") || to == Path+"/changes" {
				continue // other rooms' pages, and a form that needs its fields; the log's page is where a node has a log
			}
			page, _, _ := strings.Cut(to, "#")
			wanted[to] = address
			wanted[page] = address
			queue = append(queue, page)
		}
	}
	for to, from := range wanted {
		if page, id, named := strings.Cut(to, "#"); named && !seen[page].ids[id] {
			t.Errorf("%s leads to %s, which is not there", from, to)
		}
	}
	t.Logf("%d pages; a browser is sent %d bytes at most before it shows one", len(seen), heaviest)
	if len(seen) < 100 {
		t.Errorf("only %d pages were found", len(seen))
	}
}

var dressed = regexp.MustCompile(`(?:<link rel="(?:stylesheet|icon)" href|<script src)="([^"]*)"`)

// dress is how much a browser is sent beside a page: its styles, its icon, and its scripts if it had any.
func dress(t *testing.T, text string) (sent int) {
	t.Helper()
	for _, found := range dressed.FindAllStringSubmatch(text, -1) {
		w := open(t, found[1])
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", found[1], w.Code)
		}
		sent += w.Body.Len()
	}
	return sent
}

func follow(t *testing.T, from, to string) string {
	t.Helper()
	base, err := url.Parse(from)
	if err != nil {
		t.Fatal(err)
	}
	at, err := base.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	return at.String()
}

// TestEveryRuleIsThereWithItsCitation: every pack and version, from the table of places by one link.
func TestEveryRuleIsThereWithItsCitation(t *testing.T) {
	t.Parallel()
	book := theRoom().Book
	places := open(t, Path).Body.String()
	questions := body(t, Path+"/questions")
	for _, p := range book.Packs {
		if !strings.Contains(places, `href="`+packAddress(p)+`"`) {
			t.Errorf("%s: no link to it", p.ID)
		}
		page := body(t, packAddress(p))
		for _, v := range p.Versions {
			if !strings.Contains(page, span(v)) {
				t.Errorf("%s: no text %s", p.ID, span(v))
			}
			for _, r := range v.Rules {
				for _, want := range []string{r.ID, r.Cite, strings.Join(strings.Fields(r.Says), " ")} {
					if !strings.Contains(page, want) {
						t.Errorf("%s@%s: the page lacks %q", p.ID, v.From, want)
					}
				}
			}
		}
		for _, q := range p.Questions {
			if !strings.Contains(questions, strings.Join(strings.Fields(q.Asks), " ")) {
				t.Errorf("%s is not among the open questions", q.ID)
			}
		}
	}
}

// TestThePlacesOfADay: San Francisco before and after its ordinance of 2016.
func TestThePlacesOfADay(t *testing.T) {
	t.Parallel()
	row := func(on string) string {
		text := body(t, Path+"?on="+on)
		_, after, _ := strings.Cut(text, "San Francisco Administrative Code, chapter 12I (Due Process for All)")
		return after[:120]
	}
	if got := row("2016-07-16"); !strings.HasPrefix(got, " From 13 January 2014 to 16 July 2016.") && !strings.Contains(got, "to 16 July 2016.") {
		t.Error(got)
	}
	if got := row("2016-07-17"); !strings.HasPrefix(got, " From 17 July 2016") {
		t.Error(got)
	}
	if got := row("2009-01-01"); !strings.HasPrefix(got, " No text of it is in force on that day.") {
		t.Error(got)
	}
	if got := body(t, Path); !strings.Contains(got, "In force on 2 July 2015") {
		t.Error("without a day it is not today's")
	}
}

func TestADayThatIsNone(t *testing.T) {
	t.Parallel()
	for _, on := range []string{"2015-02-30", "yesterday", "1066-10-14", "<b>"} {
		w := open(t, Path+"?on="+url.QueryEscape(on))
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Write the day as year, month and day") || strings.Contains(w.Body.String(), "<b>") {
			t.Errorf("%s: %d", on, w.Code)
		}
	}
}

// TestWhatATextChanged: Boston's ordinance as amended refuses the hold that the text before permits, and both say why.
func TestWhatATextChanged(t *testing.T) {
	t.Parallel()
	text := body(t, "/law/us-ma/boston/trust/2014-09-01..2020-01-01")
	for _, want := range []string{"A hold: permitted, then refused", "Notice of release: silent, then permitted", "asked of a", "come apart like that"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if same := body(t, "/law/us-ma/boston/trust/2014-09-01..2014-09-01"); !strings.Contains(same, "No person's case is decided otherwise") {
		t.Error(same)
	}
}

// TestEveryDifferenceNamesRules: wherever a text refuses or leaves open, a rule of it with its citation says so.
func TestEveryDifferenceNamesRules(t *testing.T) {
	t.Parallel()
	book, l := theRoom().Book, theRoom().library
	for _, p := range book.Packs {
		for i := 1; i < len(p.Versions); i++ {
			found, err := l.differences(t.Context(), p.Versions[i-1], p.Versions[i])
			if err != nil {
				t.Fatal(err)
			}
			for j := range found {
				w := wayOf(&found[j], p.Versions[i-1], p.Versions[i])
				for _, a := range w.Texts {
					if len(a.Rules) == 0 && (a.Outcome == "refused" || a.Outcome == "unresolved") {
						t.Errorf("%s@%s: %s is %s by no rule", p.ID, a.From, w.Says, a.Outcome)
					}
					if a.Outcome == "silent" && a.Why == "" {
						t.Errorf("%s@%s: %s: silent for no reason", p.ID, a.From, w.Says)
					}
				}
			}
		}
	}
}

func TestComparingTwoTexts(t *testing.T) {
	t.Parallel()
	w := open(t, "/law/us-ct/trust/compare?before=2014-01-01&after=2025-10-01")
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/law/us-ct/trust/2014-01-01..2025-10-01" {
		t.Error(w.Code, to)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/law/us-zz", "/law/us-ca/trust/x", "/law/us-ca/trust/2014-01-01..", "/law/us-ca/trust/2014-01-01..2013-01-01", "/law/us-ca/trust/cases?page=0", "/law/us-ca/trust/cases?page=99",
		"/law/us-ca/trust/compare", "/law/us-ca/trust/2014-01-01..2014-01-01/x", "/law/us-ca/trustx", "/law/%00", "/law/changes"} {
		if w := open(t, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

// TestThePageAsOneFile: to keep, not shown, for its style stands in it.
func TestThePageAsOneFile(t *testing.T) {
	t.Parallel()
	w := open(t, "/law/us-mn/esparza/page.html")
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="us-mn-esparza.html"` || !strings.Contains(w.Body.String(), "<style>") {
		t.Error(got)
	}
}

// TestSpeaksTo: a text that has no rule about an action is silent on it, and the pack says so itself.
func TestSpeaksTo(t *testing.T) {
	t.Parallel()
	book := theRoom().Book
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			if s := speaksTo(v); !p.Federal && len(s.Silent)+len(s.Duties) != len(v.Silent) {
				t.Errorf("%s@%s: %v; the pack says that it is silent on %v", p.ID, v.From, s, v.Silent)
			}
		}
	}
}
