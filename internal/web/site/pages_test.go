package site

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patterns are what a mux serves, as they were registered. The package does not say, so that this looks into it; where it has another inside, this fails.
func patterns(t testing.TB, mux *http.ServeMux) (all []string) {
	t.Helper()
	index := reflect.ValueOf(mux).Elem().FieldByName("index")
	if !index.IsValid() || !index.FieldByName("segments").IsValid() || !index.FieldByName("multis").IsValid() {
		t.Fatal("net/http keeps patterns in another way now")
	}
	found := map[string]bool{}
	take := func(list reflect.Value) {
		for i := range list.Len() {
			found[list.Index(i).Elem().FieldByName("str").String()] = true
		}
	}
	take(index.FieldByName("multis"))
	for each := index.FieldByName("segments").MapRange(); each.Next(); {
		take(each.Value())
	}
	return slices.Sorted(maps.Keys(found))
}

// gets are the addresses of pages that a node's rooms register, with each of ids where a pattern has one.
func (p *place) gets(t testing.TB, ids []string) (paths []string) {
	for _, pattern := range patterns(t, p.mux) {
		path, found := strings.CutPrefix(pattern, "GET ")
		if !found {
			continue
		}
		path = strings.TrimSuffix(path, "{$}")
		path = strings.ReplaceAll(path, "{rest...}", "")
		if !strings.Contains(path, "{") {
			paths = append(paths, path)
			continue
		}
		for _, id := range ids {
			paths = append(paths, wildcard.ReplaceAllString(path, id))
		}
	}
	return paths
}

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// asked is a page, and who is shown it.
type asked struct {
	path, as string
}

// shown are the pages that a node has for anybody, each with the first who is shown it: nobody who is signed in, if that is enough.
func (p *place) shown(t testing.TB, ids []string) (all []asked) {
	t.Helper()
	seen := map[string]bool{}
	for _, name := range append([]string{""}, slices.Sorted(maps.Keys(p.staff))...) {
		b := p.browser(t)
		if name != "" {
			b = p.as(t, name)
		}
		for _, path := range p.gets(t, ids) {
			if seen[path] || strings.Contains(path, ".") {
				continue
			}
			switch got := b.record(http.MethodGet, path, nil); {
			case got.Code == http.StatusOK:
				seen[path] = true
				all = append(all, asked{path, name})
			case got.Code >= http.StatusInternalServerError:
				t.Errorf("%s, as %q: %d", path, name, got.Code)
			}
		}
	}
	slices.SortFunc(all, func(a, b asked) int { return cmp.Compare(a.path, b.path) })
	return all
}

// linked is what a page's head asks for beside it.
var linked = regexp.MustCompile(`<(?:link rel="stylesheet" href|script src)="([^"]*)"`)

// weight is how many bytes a browser is sent for the first view of a page: the page, its styles and its scripts.
func (b *browser) weight(path string) int {
	page := b.record(http.MethodGet, path, nil, "Accept-Encoding", "gzip")
	sum := page.Body.Len()
	for _, part := range linked.FindAllStringSubmatch(plain(b.t, page), -1) {
		sum += b.record(http.MethodGet, part[1], nil, "Accept-Encoding", "gzip").Body.Len()
	}
	return sum
}

// BenchmarkPages asks every page of both nodes, two readers at a time, and says how long the server takes and how much it sends for the first view.
//
//	SALLYPORT_BENCH_CASES=100000 go test -run '^$' -bench Pages -benchtime 300x -timeout 0 ./internal/web/site
func BenchmarkPages(b *testing.B) {
	w := newWorld(b)
	k := w.cases(b)
	began := time.Now()
	k.grow(b, many(b))
	for _, node := range []*place{w.hub, w.jail} {
		node.count(b)
	}
	b.Logf("%d cases at each node, made in %s", many(b), time.Since(began).Round(time.Second))
	for _, node := range []struct {
		name string
		*place
		ids []string
	}{{"hub", w.hub, slices.Sorted(maps.Values(k.made))}, {"jail", w.jail, slices.Sorted(maps.Values(k.jail))}} {
		stages := map[string]string{}
		for stage, id := range k.made {
			stages[id] = string(stage)
		}
		for stage, id := range k.jail {
			stages[id] = string(stage)
		}
		for _, one := range node.shown(b, node.ids) {
			name := one.path
			for id, stage := range stages {
				name = strings.ReplaceAll(name, id, "{"+stage+"}")
			}
			b.Run(node.name+name, func(b *testing.B) { node.measure(b, one) })
		}
	}
}

// count asks for the public record until all of it has been counted: until then its page says how far it is.
func (p *place) count(b *testing.B) {
	b.Helper()
	nobody := p.browser(b)
	for nobody.record(http.MethodGet, "/record", nil).Code == http.StatusServiceUnavailable {
	}
}

// readers are how many ask at once.
const readers = 2

func (p *place) measure(b *testing.B, one asked) {
	took := make([][]time.Duration, readers)
	var all sync.WaitGroup
	asks := make([]*browser, readers)
	for i := range asks {
		if asks[i] = p.browser(b); one.as != "" {
			asks[i] = p.as(b, one.as)
		}
	}
	b.ResetTimer()
	for i, reader := range asks {
		all.Go(func() {
			for range max(1, b.N/readers) {
				reader.from = elsewhere(browsers.Add(1)) // no address comes near to its limit
				began := time.Now()
				got := reader.record(http.MethodGet, one.path, nil)
				took[i] = append(took[i], time.Since(began))
				if got.Code != http.StatusOK {
					b.Errorf("%s: %d", one.path, got.Code)
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	times := slices.Sorted(slices.Values(slices.Concat(took...)))
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(times[len(times)/2]), "p50-ms")
	b.ReportMetric(ms(times[len(times)*99/100]), "p99-ms")
	b.ReportMetric(ms(times[len(times)-1]), "max-ms")
	b.ReportMetric(float64(asks[0].weight(one.path))/1000, "kB")
}

// plain is an answer's text as the browser has it in the end.
func plain(t testing.TB, got interface{ Result() *http.Response }) string {
	t.Helper()
	r := got.Result()
	text, err := readPlain(r)
	must(t, err)
	return text
}

func readPlain(r *http.Response) (string, error) {
	var text bytes.Buffer
	body, err := unzipped(r)
	if err != nil {
		return "", err
	}
	_, err = text.ReadFrom(body)
	return text.String(), err
}

func unzipped(r *http.Response) (io.Reader, error) {
	if r.Header.Get("Content-Encoding") == "gzip" {
		return gzip.NewReader(r.Body)
	}
	return r.Body, nil
}

// elsewhere is the n-th of many addresses.
func elsewhere(n int64) string { return fmt.Sprintf("10.%d.%d.%d:1", n>>16&255, n>>8&255, n&255) }
