// Package sources reads the SOURCES.md of a pack: how sure each rule is, and where it was read. It is pure: no I/O.
package sources

import (
	"regexp"
	"strings"

	"sallyport/law"
)

// Page is a SOURCES.md.
type Page struct {
	rows      map[string]bool   // "rule | citation | how sure"
	RowsAt    int               // the line of the table of rules, from 1; 1 where there is none
	Addresses map[string]string // of the sources, by key: S5, OH-MILL15
	Notes     []Note            // the sections that are not tables, in order
}

// Note is a section of prose: what was not read, which readings were chosen.
type Note struct {
	Title string
	Items []string // its list entries or paragraphs
}

// Parse reads a page. It takes what it finds and finds no fault.
func Parse(text []byte) *Page {
	p := &Page{rows: map[string]bool{}, RowsAt: 1, Addresses: map[string]string{}}
	var note *Note
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimRight(line, " \r")
		switch title, isTitle := strings.CutPrefix(line, "## "); {
		case isTitle:
			p.Notes = append(p.Notes, Note{Title: title})
			note = &p.Notes[len(p.Notes)-1]
		case strings.HasPrefix(line, "|"):
			p.row(cells(line), i+1)
		case note != nil:
			note.add(line)
		}
	}
	p.Notes = withItems(p.Notes)
	return p
}

func (p *Page) row(cells []string, line int) {
	switch {
	case len(cells) == 3 && cells[0] == "rule":
		p.RowsAt = line
	case len(cells) == 3:
		p.rows[strings.Join(cells, " | ")] = true
	case len(cells) == 2 && cells[0] != "key" && !strings.HasPrefix(cells[0], "-"):
		p.Addresses[cells[0]] = cells[1]
	}
}

// cells splits a table's line.
func cells(line string) []string {
	all := strings.Split(strings.Trim(line, "|"), "|")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

// add continues the note with a line: a list entry, a paragraph, or more of either.
func (n *Note) add(line string) {
	entry, isEntry := strings.CutPrefix(line, "- ")
	last := len(n.Items) - 1
	switch {
	case strings.TrimSpace(line) == "":
		n.Items = append(n.Items, "")
	case isEntry:
		n.Items = append(n.Items, entry)
	case last >= 0 && n.Items[last] != "":
		n.Items[last] += " " + strings.TrimSpace(line)
	default:
		n.Items = append(n.Items, strings.TrimSpace(line))
	}
}

// withItems drops empty items, and the notes that have no others.
func withItems(notes []Note) []Note {
	var all []Note
	for _, n := range notes {
		var items []string
		for _, item := range n.Items {
			if item != "" {
				items = append(items, item)
			}
		}
		if len(items) > 0 {
			all = append(all, Note{n.Title, items})
		}
	}
	return all
}

// Row is the table's line that a rule should have.
func Row(r *law.Rule) string { return strings.Join([]string{r.ID, r.Cite, r.Sure}, " | ") }

// HasRow says whether the page says of the rule what the pack says.
func (p *Page) HasRow(r *law.Rule) bool {
	return p.rows[strings.Join(cells(Row(r)), " | ")]
}

var key = regexp.MustCompile(`\b(S\d+|[A-Z]{2,4}-[A-Z0-9]+(-[A-Z0-9]+)*)\b`)

// Keys lists the sources that a rule's words on how sure it is name, forms such as I-247A left out.
func Keys(sure string) []string { return key.FindAllString(sure, -1) }
