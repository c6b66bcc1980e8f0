package explorer

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/outside"
	"sallyport/internal/web/explorer/view"
	"sallyport/internal/web/shell"
	"sallyport/internal/web/words"
	"sallyport/law"
	"sallyport/law/explore"
	"sallyport/law/packs"
)

func book(t *testing.T) *law.Book {
	t.Helper()
	b, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func served(t *testing.T, log io.Writer) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	s := &shell.Shell{Node: "us-oh/franklin", Log: slog.New(slog.NewTextHandler(log, nil))}
	Register(mux, book(t), s, func() time.Time { return noon })
	shell.Static(mux)
	server := httptest.NewServer(shell.Secure(mux))
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, r *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const hold = "?place=us-ca%2Fsan-francisco&date=2014-06-01&action=hold"

func TestTheFirstQuestionIsTheServers(t *testing.T) {
	s := served(t, io.Discard)
	r, err := http.Get(s.URL + "/explore" + hold)
	text := get(t, r, err)
	if !strings.Contains(text, `name="q" value="person.us_citizen"`) {
		t.Errorf("citizenship is not asked first:\n%s", text)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Content-Security-Policy": "'wasm-unsafe-eval'"} {
		if got := r.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestNothingOfAnAnswerIsKept posts an answer: neither the log nor the address that is offered for sharing has it.
func TestNothingOfAnAnswerIsKept(t *testing.T) {
	var log bytes.Buffer
	s := served(t, &log)
	form := url.Values{"q": {"person.born"}, "v": {"1987-06-05"}, "say": {"answer"}, "a": {"person.us_citizen=no"}}
	r, err := http.PostForm(s.URL+"/explore"+hold, form)
	text := get(t, r, err)
	if !strings.Contains(text, "person.born=1987-06-05") || !strings.Contains(text, "5 June 1987") {
		t.Errorf("the answer is not taken along:\n%s", text)
	}
	for _, address := range regexp.MustCompile(`(?:action|href)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if strings.Contains(address[1], "born") || strings.Contains(address[1], "citizen") {
			t.Errorf("an address says something of the person: %s", address[1])
		}
	}
	if log.Len() > 0 {
		t.Errorf("logged: %s", log.String())
	}
}

func TestAForeignTextStaysText(t *testing.T) {
	s := served(t, io.Discard)
	const evil = `"><script>x</script>`
	form := url.Values{"q": {evil}, "v": {evil}, "say": {"answer"}, "a": {evil + "=x", "convictions=1", "convictions[0].statute=" + evil}, "beside": {evil}, "undo": {""}}
	for _, query := range []string{hold, "?place=" + url.QueryEscape(evil) + "&date=" + url.QueryEscape(evil) + "&action=hold&lang=" + url.QueryEscape(evil)} {
		r, err := http.PostForm(s.URL+"/explore"+query, form)
		if text := get(t, r, err); strings.Contains(text, "<script>x") {
			t.Error(text)
		}
	}
}

func TestAnAnswerThatCannotBeUsedIsAskedAgain(t *testing.T) {
	s := served(t, io.Discard)
	r, err := http.PostForm(s.URL+"/explore"+hold, url.Values{"q": {"person.born"}, "v": {"yesterday"}, "say": {"answer"}})
	if text := get(t, r, err); !strings.Contains(text, `name="q" value="person.born"`) || !strings.Contains(text, `id="wrong"`) {
		t.Error(text)
	}
	r, err = http.PostForm(s.URL+"/explore"+hold, url.Values{"a": {strings.Repeat("x", maxForm)}})
	if get(t, r, err); r.StatusCode != http.StatusBadRequest {
		t.Errorf("a form that is too long: %d", r.StatusCode)
	}
}

// TestEveryTextIsThere holds the four languages to the same keys, and every fact, value and rule without a pack to a text.
func TestEveryTextIsThere(t *testing.T) {
	need := []string{"q.convictions", "q.charges"}
	add := func(prefix string, facts []sallyport.Fact) {
		for _, f := range facts {
			if f.Path != "at" && f.Path != "agency" && f.Path != "state" && f.Path != "request.action" {
				need = append(need, prefix+f.Path)
			}
			for _, v := range f.Values {
				if len(v) > 2 && !strings.HasPrefix(v, "I-2") {
					need = append(need, "v."+v)
				}
			}
		}
	}
	add("q.", sallyport.CaseFacts[:])
	add("q.offence.", sallyport.OffenceFacts[:])
	for _, l := range offer {
		for _, key := range need {
			if !texts.Has(l, key) {
				t.Errorf("%s: no %q", l, key)
			}
		}
		for key := range texts[words.English] {
			if !texts.Has(l, key) {
				t.Errorf("%s: no %q", l, key)
			}
		}
	}
}

// TestTheProgramIsOfThisSource builds it anew: whoever changes the law engine or these pages makes it anew, or a visitor's device would answer by what was.
func TestTheProgramIsOfThisSource(t *testing.T) {
	dir := t.TempDir()
	c := exec.Command("go", "run", "./pack", dir)
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, name := range []string{"explorer.wasm.gz", "wasm_exec.js"} {
		made, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, own(name)) {
			t.Errorf("%s is of another source or another Go: run go generate ./internal/web/explorer", name)
		}
	}
	all := len(own("explorer.wasm.gz")) + packed(t, book(t).Form("")) + packed(t, own("wasm_exec.js"))
	t.Logf("%d bytes are fetched, compressed, with the packs and Go's script", all)
	if all > 1_500_000 {
		t.Errorf("%d bytes are fetched, compressed; at most 1.5 MB are promised", all)
	}
}

// TestAPageIsLight counts what a browser is sent before it shows anything, as it stands: the page, its styles, its icon, and its script, which fetches the
// program only once somebody answers.
func TestAPageIsLight(t *testing.T) {
	s := served(t, io.Discard)
	fetch := func(address string) string {
		r, err := http.Get(s.URL + address)
		return get(t, r, err)
	}
	beside, err := http.PostForm(s.URL+"/explore"+hold, url.Values{"beside": {"places"}})
	pages := []string{get(t, beside, err)}
	dressed := regexp.MustCompile(`(?:<link rel="(?:stylesheet|icon)" href|<script src)="([^"]*)"`)
	most := 0
	for _, l := range offer {
		pages = append(pages, fetch("/explore?lang="+string(l)), fetch("/explore"+hold+"&lang="+string(l)))
	}
	for _, page := range pages {
		sent := len(page)
		for _, found := range dressed.FindAllStringSubmatch(page, -1) {
			sent += len(fetch(found[1]))
		}
		if most = max(most, sent); sent > 100_000 {
			t.Errorf("%d bytes:\n%s", sent, page)
		}
	}
	t.Logf("at most %d bytes", most)
}

func packed(t *testing.T, text []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// step is a page that both are asked for.
type step struct {
	Query, Form, Lang string
}

// TestBothGiveTheSameAnswers walks at random through the server's pages, then makes every page of the walks again as WebAssembly, in Node.
func TestBothGiveTheSameAnswers(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		outside.Missing(t, "there is no Node here, so the explorer is not run as WebAssembly: %v", err)
	}
	b, dir := book(t), t.TempDir()
	var steps []step
	var here []string
	for seed := range 60 {
		walk(t, b, rand.New(rand.NewPCG(uint64(seed), 4)), func(s step, page string) {
			steps, here = append(steps, s), append(here, page)
		})
	}
	there := inNode(t, node, dir, b, steps)
	if len(there) != len(here) {
		t.Fatalf("%d pages here, %d as WebAssembly", len(here), len(there))
	}
	for i := range here {
		if here[i] != there[i] {
			t.Fatalf("%+v\nhere:\n%s\nas WebAssembly:\n%s", steps[i], here[i], there[i])
		}
	}
	t.Logf("%d pages are the same", len(here))
}

// walk answers at random until nothing more is asked; at some pages it looks beside.
func walk(t *testing.T, b *law.Book, r *rand.Rand, see func(step, string)) {
	t.Helper()
	places := explore.Places(b)
	days := []string{"2012-06-01", "2014-06-01", "2016-09-01", "2018-06-01", "2025-06-01"}
	query := url.Values{"place": {places[r.IntN(len(places))]}, "date": {days[r.IntN(len(days))]}, "action": {[]string{"notify", "hold", "transfer", "interview"}[r.IntN(4)]}}
	l := offer[r.IntN(len(offer))]
	m := view.Maker{Book: b, Lang: l, Say: say(l), Here: true}
	form := url.Values{}
	at := time.Date(2018, 1, 1, 12, 0, 0, 0, time.UTC)
	for range 40 {
		page := m.HTML(query, form, noon)
		see(step{query.Encode(), form.Encode(), string(l)}, page)
		path, kept := read(page)
		if path == "" {
			return
		}
		all := append(explore.Samples(path, at), explore.DontKnow)
		form = url.Values{"a": kept, "q": {path}, "v": {all[r.IntN(len(all))]}, "say": {"answer"}}
		if form.Get("v") == explore.DontKnow {
			form.Set("say", explore.DontKnow)
		}
		if r.IntN(12) == 0 {
			form.Set("beside", []string{"places", "programmes"}[r.IntN(2)])
		}
	}
}

var asked, hidden = regexp.MustCompile(`name="q" value="([^"]*)"`), regexp.MustCompile(`name="a" value="([^"]*)"`)

// read finds the question of a page and the answers that it keeps.
func read(page string) (path string, kept []string) {
	if found := asked.FindStringSubmatch(page); found != nil {
		path = found[1]
	}
	_, answers, _ := strings.Cut(page, `id="answers"`) // the form of the languages has them too
	for _, found := range hidden.FindAllStringSubmatch(answers, -1) {
		kept = append(kept, found[1])
	}
	return path, kept
}

// inNode makes the pages with the program that visitors' devices get.
func inNode(t *testing.T, node, dir string, b *law.Book, steps []step) (pages []string) {
	t.Helper()
	write := func(name string, text []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	z, err := gzip.NewReader(bytes.NewReader(own("explorer.wasm.gz")))
	if err != nil {
		t.Fatal(err)
	}
	program, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	sheets := map[string]string{}
	for _, l := range offer {
		sheets[string(l)] = sheet(l)
	}
	asJSON := func(v any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	write("explorer.wasm", program)
	write("wasm_exec.cjs", own("wasm_exec.js"))
	write("packs.law", b.Form(b.Origin))
	write("steps.json", asJSON(steps))
	write("sheets.json", asJSON(sheets))
	write("run.cjs", []byte(inNodeScript))
	c := exec.Command(node, "run.cjs")
	c.Dir = dir
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	text, err := os.ReadFile(filepath.Join(dir, "pages.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &pages); err != nil {
		t.Fatal(err)
	}
	return pages
}

const inNodeScript = `
const fs = require('fs')
require('./wasm_exec.cjs')
const json = name => JSON.parse(fs.readFileSync(name))
async function main() {
  const go = new Go()
  const { instance } = await WebAssembly.instantiate(fs.readFileSync('explorer.wasm'), go.importObject)
  go.run(instance)
  const packs = new Uint8Array(fs.readFileSync('packs.law')), sheets = json('sheets.json'), makers = {}
  const pages = json('steps.json').map(s => {
    makers[s.Lang] ??= sallyportExplorer(packs, sheets[s.Lang], s.Lang)
    return makers[s.Lang](s.Query, s.Form, '2026-03-01')
  })
  fs.writeFileSync('pages.json', JSON.stringify(pages))
  process.exit(0)
}
main()
`
