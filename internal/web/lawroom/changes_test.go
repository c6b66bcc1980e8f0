package lawroom

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/feed"
	"sallyport/internal/web/shell"
	lawbook "sallyport/law"
	"sallyport/record"
)

func lawOf(pack, version, loaded string, more ...func(*record.Law)) record.Law {
	l := record.Law{Pack: pack, Version: version, Text: strings.Repeat("a", 64), Rules: strings.Repeat("b", 64), Cases: strings.Repeat("c", 64), Engine: "law 1", Loaded: loaded}
	for _, m := range more {
		m(&l)
	}
	return l
}

func get(t *testing.T, k feed.Known, err error) *httptest.ResponseRecorder {
	t.Helper()
	c := Config{Book: &lawbook.Book{}, Now: time.Now, Known: func(context.Context) (feed.Known, error) { return k, err }}
	mux := http.NewServeMux()
	Register(mux, &shell.Shell{Node: "hub", Log: slog.New(slog.DiscardHandler)}, c)
	w := httptest.NewRecorder()
	shell.Secure(mux).ServeHTTP(w, httptest.NewRequest(http.MethodGet, Path+"/changes", nil))
	return w
}

func TestThePageTellsEachPlacesTexts(t *testing.T) {
	leaves := []record.Law{
		lawOf("us-oh/trust", "2015-03-01", "2026-11-20"),
		lawOf("us-oh/millbrook/4-12", "2015-03-01", "2026-11-20", func(l *record.Law) { l.Ends = "2016-12-31" }),
		lawOf("us-oh/aid", "2015-03-01", "2026-11-20"),
		lawOf("us-oh/trust", "2015-03-01", "2026-11-21", func(l *record.Law) { l.Rules = strings.Repeat("d", 64) }),
		lawOf("us-oh/aid", "2015-03-01", "2026-11-22", func(l *record.Law) { l.Removed = true }),
	}
	k := feed.Known{Origin: "trial.sallyport.invalid/<hub>", Size: 9, Root: "ROOT"}
	for i, l := range leaves {
		k.Leaves = append(k.Leaves, feed.Leaf{Index: uint64(i + 1), Says: l}, feed.Leaf{Index: uint64(i + 1), Says: record.Day{}})
	}
	w := get(t, k, nil)
	body, err := io.ReadAll(w.Body)
	if err != nil || w.Code != http.StatusOK || w.Header().Get("Content-Security-Policy") == "" {
		t.Fatal(w.Code, err)
	}
	text := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(strings.SplitN(strings.SplitN(string(body), "</main>", 2)[0], `<section class="told">`, 2)[1], " ")), " ")
	hashes := " By hash text " + leaves[0].Text + " rules " + leaves[0].Rules + " cases " + leaves[0].Cases + " engine law 1"
	changed := strings.Replace(hashes, leaves[0].Rules, leaves[3].Rules, 1)
	want := "Ohio us-oh us-oh/aid , in force from 1 March 2015 Applied no more. 20 November 2026 : applied (entry 3) 22 November 2026 : applied no more (entry 5) No counsel has signed this." + hashes +
		" us-oh/trust , in force from 1 March 2015 20 November 2026 : applied (entry 1) 21 November 2026 : changed: rules (entry 4) No counsel has signed this." + changed +
		" Millbrook, Ohio us-oh/millbrook us-oh/millbrook/4-12 , in force from 1 March 2015 to 31 December 2016 20 November 2026 : applied (entry 2) No counsel has signed this." + hashes +
		" A reading of the law for a machine and its reviewers, not legal advice."
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(string(body), "&lt;hub&gt;") || strings.Contains(string(body), "<script") {
		t.Error("not escaped, or a script")
	}
}

func TestWhatIsSaidOfASignature(t *testing.T) {
	l := lawOf("us-oh/trust", "2015-03-01", "2026-11-20", func(l *record.Law) {
		l.Signed = []string{"2026-11-19 Kit <Example>, counsel — counsel.example " + "AAAAAGhlbGxvaGVsbG9oZWxsb2hlbGxv", "nonsense"}
	})
	body := get(t, feed.Known{Leaves: []feed.Leaf{{Says: l}}}, nil).Body.String()
	if !strings.Contains(body, "Signed by Kit &lt;Example&gt;, counsel, 19 November 2026, key counsel.example+00000000") || strings.Contains(body, "nonsense") {
		t.Error(body)
	}
}

func TestWhatFailsIsNotTold(t *testing.T) {
	if w := get(t, feed.Known{}, errors.New("secret")); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
		t.Error(w.Code, w.Body)
	}
	if w := get(t, feed.Known{}, nil); !strings.Contains(w.Body.String(), "The log names no law yet.") {
		t.Error(w.Body)
	}
}
