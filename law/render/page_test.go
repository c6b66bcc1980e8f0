package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/sources"
)

// TestEveryPackRenders: well-formed, every rule with its citation and how sure it is, every link with its target.
func TestEveryPackRenders(t *testing.T) {
	book := packsBook(t)
	for _, p := range book.Packs {
		text, err := packs.FS.ReadFile(path.Join(p.ID, "SOURCES.md"))
		if err != nil {
			t.Fatal(err)
		}
		page := render(t, Input{Book: book, Pack: p, Cases: casesOf(t, p), Sources: sources.Parse(text)})
		for _, v := range p.Versions {
			for _, r := range v.Rules {
				for _, want := range []string{r.ID, r.Cite, oneLine(r.Says)} {
					if !strings.Contains(page.text, want) {
						t.Errorf("%s@%s: the page lacks %q", p.ID, v.From, want)
					}
				}
			}
		}
		for _, q := range p.Questions {
			if e := exampleOf(book, p, q.ID, casesOf(t, p)); e == nil || e.Yes == e.No {
				t.Errorf("%s: no case that the answers to %s decide apart", p.ID, q.ID)
			}
		}
		for _, target := range page.links {
			if !page.ids[target] {
				t.Errorf("%s: a link to #%s, which is not there", p.ID, target)
			}
		}
	}
}

const invented = `pack: us-zz/example
title: Example <b>& Sons</b>
door: local
summary: For tests.
terms:
  - {name: grave, of: offence, says: A felony., cite: "1", is: "c.grade == 'felony' && (c.violent || unsettled('us-zz.open'))"}
questions:
  - {id: us-zz.open, asks: "Is it grave <i>anyway</i>", readings: [it is, it is not], default: a person decides}
versions:
  - from: 2014-01-01
    until: 2014-12-31
    instrument: Invented
    silent: {notify: no rule, transfer: no rule, interview: no rule}
    rules:
      - {id: us-zz.a, for: [hold], says: "<script>alert(1)</script> grave", cite: "s 1 & 2", sure: read ZZ-ONE, opens: grounds, when: "convictions.exists(c, grave(c))"}
      - {id: us-zz.b, for: [hold], says: Else not., cite: s 3, sure: memory, closes: grounds}
      - {id: us-zz.c, for: [hold], says: A copy., cite: s 4, sure: partly ZZ-ONE, owes: give a copy}
      - {id: us-zz.d, for: [hold], says: Two days., cite: s 5, sure: memory, clock: {hours: 48, count: weekdays}}
      - {id: us-zz.e, for: [hold], says: On a form., cite: s 6, sure: memory, needs: "request.form != 'none'", where: person.removable}
    never:
      - {says: Nobody without a record., when: "request.action == 'hold' && convictions.all(c, false)"}
  - from: 2015-01-01
    instrument: Amended
    silent: {notify: no rule, transfer: no rule, interview: no rule}
    keeps: [us-zz.a, us-zz.b]
    rules: []
`

const inventedCases = `scenario: violent
case: {v: 1, at: 2014-06-01T10:00:00-05:00, agency: us-zz, request: {action: hold, form: I-247D}, person: {us_citizen: false, citizenship_indicated: false, removable: true},
  release: {eligible_at: 2014-06-02T10:00:00-05:00}, convictions: [{grade: felony, violent: true, "on": 1998-05-04}]}
expect: {rules: [us-zz.a]}
---
scenario: grave-perhaps
case: {v: 1, at: 2014-06-01T10:00:00-05:00, agency: us-zz, request: {action: hold, form: I-247D}, person: {us_citizen: false, citizenship_indicated: false, removable: false},
  release: {eligible_at: 2014-06-02T10:00:00-05:00}, convictions: [{grade: felony, violent: false, "on": 1998-05-04}], charges: []}
expect: {outcome: unresolved}
`

// inventedPack is the book of the invented pack, and its cases.
func inventedPack(t *testing.T) (*law.Book, []casefile.Scenario) {
	t.Helper()
	book, err := compile.Load(fstest.MapFS{"pack.yaml": {Data: []byte(invented)}})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := casefile.Scenarios("cases.yaml", strings.NewReader(inventedCases))
	if err != nil {
		t.Fatal(err)
	}
	return book, cases
}

// TestPage holds the structure of an invented pack's page: what there is of each, and that no text of the pack is markup.
func TestPage(t *testing.T) {
	book, cases := inventedPack(t)
	source := sources.Parse([]byte("| key | address |\n|---|---|\n| ZZ-ONE | example.org/one |\n\n## Not read\n\n- Section 9.\n"))
	page := render(t, Input{Book: book, Pack: book.Pack("us-zz/example"), Cases: cases, Sources: source})
	want := map[string]int{
		"html": 1, "h1": 1, "main": 1, "table": 8, "caption": 6, "script": 0, "article": 7, "section": 6, "i": 0, "details": 3, "b": 2,
	}
	got := map[string]int{}
	for name := range want {
		got[name] = page.elements[name]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, said := range []string{
		"Example <b>& Sons</b>", "<script>alert(1)</script> grave", "s 1 & 2", "Is it grave <i>anyway</i>", "example.org/one",
		"read in its source", "partly read", "from memory",
		"A ground (of “grounds”, any one of which is enough).", "Refuses where no ground (of “grounds”) is shown.",
		"A duty, always: give a copy.", "Refuses unless this is shown.", "Asked only where this holds:",
		"A hold ends after 48 hours, leaving out Saturdays, Sundays and federal holidays. If custody would end on Friday 3 January 2014, 18:00, it ends on Tuesday 7 January 2014, 18:00.",
		"Nobody without a record.", "if settled: it is", "1 January 2014 to 31 December 2014", "From 1 January 2015, still in force", "Section 9.",
		"A person convicted of a felony (violent felony, Cal. Penal Code 667.5(c)) on 4 May 1998: a hold on form I-247D asked of a custodian at us-zz on 1 June 2014, custody ending 2 June 2014: it is permitted under us-zz.a",
		"it is unresolved under us-zz.a. Turns on us-zz.open.",
		"What changed against the text of 1 January 2014",
	} {
		if !strings.Contains(page.text, said) {
			t.Errorf("the page lacks %q", said)
		}
	}
}

// TestAnswersToAQuestion: the case turns on the question, and the two answers decide it.
func TestAnswersToAQuestion(t *testing.T) {
	book, cases := inventedPack(t)
	e := exampleOf(book, book.Packs[0], "us-zz.open", cases)
	if e == nil || e.Yes != "permitted" || e.No != "refused" || !strings.Contains(e.Case, "A person convicted of a felony on 4 May 1998") {
		t.Errorf("got %+v", e)
	}
}

// parsed is what a page holds.
type parsed struct {
	elements map[string]int
	ids      map[string]bool
	links    []string // targets on the page
	text     string   // all of it, white space as single spaces
}

func render(t *testing.T, in Input) parsed {
	t.Helper()
	var out bytes.Buffer
	if err := Page(&out, in); err != nil {
		t.Fatal(err)
	}
	p := parsed{elements: map[string]int{}, ids: map[string]bool{}}
	d := xml.NewDecoder(&out)
	d.Entity = xml.HTMLEntity
	var text strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: not well formed: %v", in.Pack.ID, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			p.element(t, token)
		case xml.CharData:
			text.Write(token)
		}
	}
	p.text = oneLine(text.String())
	return p
}

func (p *parsed) element(t *testing.T, e xml.StartElement) {
	t.Helper()
	p.elements[e.Name.Local]++
	for _, a := range e.Attr {
		switch target, onPage := strings.CutPrefix(a.Value, "#"); {
		case a.Name.Local == "id" && p.ids[a.Value]:
			t.Errorf("two elements have the id %s", a.Value)
		case a.Name.Local == "id":
			p.ids[a.Value] = true
		case a.Name.Local == "href" && onPage:
			p.links = append(p.links, target)
		case e.Name.Local == "th" && a.Name.Local == "scope" && !slices.Contains([]string{"col", "row", "rowgroup"}, a.Value):
			t.Errorf("a heading of scope %s", a.Value)
		}
	}
	if e.Name.Local == "th" && !slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "scope" }) {
		t.Error("a heading of a table without its scope")
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestSettleLeavesNoQuestion: every question of every pack is gone once it is answered.
func TestSettleLeavesNoQuestion(t *testing.T) {
	book := packsBook(t)
	asked := map[string]bool{}
	for _, p := range book.Packs {
		for _, q := range p.Questions {
			asked[q.ID] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(asked)) {
		for _, p := range answered(book, id, true).Packs {
			for _, rule := range ruleIDs(p) {
				if ruleRaises(p, rule, id) {
					t.Errorf("%s: %s still raises %s", p.ID, rule, id)
				}
			}
		}
	}
	if len(asked) == 0 {
		t.Fatal("no pack has a question")
	}
}
