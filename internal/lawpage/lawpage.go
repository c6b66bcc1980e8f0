// Package lawpage is a public page that tells in plain words which texts of law a node applied from when to when, and what of them changed, from the leaves
// of the node's log alone. It needs no account and no script.
package lawpage

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"html/template"
	"net/http"
	"path"
	"slices"
	"time"

	"sallyport/internal/feed"
	"sallyport/law/sign"
	"sallyport/record"
)

// Path is where a node's pages have it.
const Path = "/law/changes"

// Known is what a log says of law, up to a checkpoint.
type Known struct {
	Origin string
	Size   uint64 // entries under the checkpoint
	Root   string
	Leaves []feed.Leaf // of laws, in order; others are passed over
}

//go:embed page.html page.css
var files embed.FS

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{"day": day}).ParseFS(files, "page.html"))

// day is 5 January 2015.
func day(text string) string {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return t.Format("2 January 2006")
}

// place is all that a log says of the law of a place.
type place struct {
	Name     string
	Versions []version
}

// version is a text and what became of it, oldest first.
type version struct {
	record.Law // as the log says it last
	Signed     []string
	Changes    []change
}

type change struct {
	Loaded, What string
	Index        uint64
}

// Handler serves the page. known reads the log; its error is told to fail, and to nobody else.
func Handler(known func(context.Context) (Known, error), fail func(error)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path, func(w http.ResponseWriter, r *http.Request) {
		k, err := known(r.Context())
		var text bytes.Buffer
		if err == nil {
			err = page.Execute(&text, struct {
				Known
				Places []place
			}{k, places(k.Leaves)})
		}
		if err != nil {
			fail(err)
			http.Error(w, "this page could not be made; it has been noted", http.StatusInternalServerError)
			return
		}
		send(w, "text/html; charset=utf-8", "no-store", text.Bytes())
	})
	mux.HandleFunc("GET "+Path+"/style.css", func(w http.ResponseWriter, _ *http.Request) {
		style, _ := files.ReadFile("page.css") // it is in the program
		send(w, "text/css; charset=utf-8", "public, max-age=3600", style)
	})
	return mux
}

func send(w http.ResponseWriter, media, cache string, text []byte) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Cache-Control", cache)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(text) // the reader may have left
}

// places sorts the leaves by place, pack and version.
func places(leaves []feed.Leaf) (all []place) {
	versions := map[string]*version{}
	var names []string
	for _, leaf := range leaves {
		l, is := leaf.Says.(record.Law)
		if !is {
			continue
		}
		name := l.Pack + "@" + l.Version
		v := versions[name]
		if v == nil {
			v = new(version)
			versions[name] = v
			names = append(names, name)
		}
		v.Changes = append(v.Changes, change{l.Loaded, feed.Change(v.Law, l, len(v.Changes) > 0), leaf.Index})
		v.Law, v.Signed = l, signers(l)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(path.Dir(a), path.Dir(b)), cmp.Compare(a, b)) })
	for _, name := range names {
		at := path.Dir(name)
		if len(all) == 0 || all[len(all)-1].Name != at {
			all = append(all, place{Name: at})
		}
		last := &all[len(all)-1]
		last.Versions = append(last.Versions, *versions[name])
	}
	return all
}

// signers says who signed a version, as the log has it. The node checked these signatures; a reader with counsel's key does so again by log law.
func signers(l record.Law) (all []string) {
	said := sign.Statement{Pack: l.Pack, Version: l.Version, Hashes: sign.Hashes{Text: l.Text, Rules: l.Rules, Cases: l.Cases}}
	for _, entry := range l.Signed {
		if s, err := sign.FromEntry(said, entry, nil); err == nil {
			all = append(all, s.Name+", "+day(s.Day)+", key "+s.Key)
		}
	}
	return all
}
