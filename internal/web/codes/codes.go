// Package codes says in plain words what the record's codes of rules and of what was missing stand for, and where each is explained.
package codes

import (
	"cmp"
	"strconv"
	"time"

	"sallyport"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/lawroom"
	"sallyport/law"
)

// Named is what a code is called: in words of ours, with its citation and the address of its explanation, where it has these.
type Named struct{ Says, Cite, Address string }

// Names are the codes of a book.
type Names struct {
	all   map[string]Named
	stops docket.Rules // for the rules that no pack has, since no pack can leave them out
}

// Of are the names of a book's rules, as their newest text has them, and of its open questions.
func Of(book *law.Book) *Names {
	n := &Names{map[string]Named{}, docket.NewRoom(nil, nil, time.UTC, book).Rules}
	for _, p := range book.Packs {
		at := lawroom.Path + "/" + p.ID + "#"
		for _, v := range p.Versions {
			for i, r := range v.Rules {
				if known := n.all[r.ID]; known.Says != r.Says || known.Cite != r.Cite {
					n.all[r.ID] = Named{r.Says, r.Cite, at + "rule-" + v.From + "-" + strconv.Itoa(i+1)}
				}
			}
		}
		for _, q := range p.Questions {
			n.all[q.ID] = Named{"Not settled in the law: " + q.Asks, "", at + "question-" + q.ID}
		}
	}
	return n
}

// Rule is a rule in words.
func (n *Names) Rule(code string) Named {
	if found, known := n.all[code]; known {
		return found
	}
	return Named{Says: cmp.Or(n.stops.Of(&sallyport.Door{}, code).Says, code)}
}

// Open is what a door left open: a fact that it lacked, or a question that the law leaves.
func (n *Names) Open(code string) Named {
	if found, known := n.all[code]; known {
		return found
	}
	return Named{Says: docket.Describe(code).Says}
}
