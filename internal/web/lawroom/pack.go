package lawroom

import (
	"net/http"
	"strconv"
	"strings"

	"sallyport/law"
	"sallyport/law/render"
)

// wholeName is what a pack's page is called as one document.
const wholeName = "page.html"

// packView is a pack to read.
type packView struct {
	*law.Pack
	render.Parts
	Where string
	Texts []textRow
	Time  *timeline
}

func (m *room) pack(w http.ResponseWriter, r *http.Request, p *law.Pack) {
	parts, err := m.library.parts(r.Context(), p)
	if err != nil {
		m.failed(w, r, err)
		return
	}
	today, _ := m.dayOf(r)
	m.show(w, r, p.Title, packPage(&packView{p, parts, placeName(p.Place), textsOf(p), newTimeline([]*law.Pack{p}, today)}))
}

// whole hands out the page that counsel reviews as one document, complete in itself, to keep, print or send. A browser keeps it rather than showing it: its
// style stands in it, which the pages of a node forbid.
func (m *room) whole(w http.ResponseWriter, r *http.Request, p *law.Pack) {
	text, err := m.library.whole(r.Context(), p)
	if err != nil {
		m.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+strings.ReplaceAll(p.ID, "/", "-")+`.html"`)
	_, _ = w.Write(text) // the reader may have left
}

// casesView is a page of a pack's cases.
type casesView struct {
	*law.Pack
	Count     int
	Groups    []render.CasesOf
	N, Last   int
	Contents  []caseEntry
	Prev, Aft string // addresses
}

// caseEntry is where the cases of a rule stand.
type caseEntry struct{ Rule, Address string }

// casesPerPage is how much of HTML a page of cases has at most, unless one rule's are more.
const casesPerPage = 70_000

// cases shows the cases that belong to a pack, some rules at a time.
func (m *room) cases(w http.ResponseWriter, r *http.Request, p *law.Pack) {
	parts, err := m.library.parts(r.Context(), p)
	if err != nil {
		m.failed(w, r, err)
		return
	}
	pages := inPages(parts.Cases)
	n := 1
	if asked := r.URL.Query().Get("page"); asked != "" {
		if n, err = strconv.Atoi(asked); err != nil || n < 1 || n > len(pages) {
			m.missing(w, r)
			return
		}
	}
	v := casesView{Pack: p, Count: parts.CaseCount, N: n, Last: len(pages)}
	address := func(n int) string { return packAddress(p) + "/cases?page=" + strconv.Itoa(n) }
	for i, groups := range pages {
		for j, g := range groups {
			v.Contents = append(v.Contents, caseEntry{g.Rule, address(i+1) + "#cases-" + strconv.Itoa(j+1)})
		}
	}
	if len(pages) > 0 {
		v.Groups = pages[n-1]
	}
	if n > 1 {
		v.Prev = address(n - 1)
	}
	if n < len(pages) {
		v.Aft = address(n + 1)
	}
	m.show(w, r, "Cases of "+p.Title, casesPage(&v))
}

// inPages parts the groups of cases into pages.
func inPages(all []render.CasesOf) (pages [][]render.CasesOf) {
	size := 0
	for _, g := range all {
		if len(pages) == 0 || size+len(g.HTML) > casesPerPage {
			pages, size = append(pages, nil), 0
		}
		size += len(g.HTML)
		pages[len(pages)-1] = append(pages[len(pages)-1], g)
	}
	return pages
}

// ruleName is a rule that cases are about.
func ruleName(rule string) string {
	if rule == "" {
		return "about no rule of this text"
	}
	return rule
}
