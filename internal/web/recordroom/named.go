package recordroom

import (
	"cmp"
	"strconv"

	"sallyport"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/lawroom"
	"sallyport/law"
)

// named is what a code of the record is called, and where it is explained.
type named struct{ Says, Cite, Address string }

// names are the codes of rules, and of what doors left open, in words.
type names map[string]named

// namesOf are those of a book: rules, as their newest text has them, and open questions.
func namesOf(book *law.Book) names {
	all := names{}
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			for i, r := range v.Rules {
				if known := all[r.ID]; known.Says != r.Says || known.Cite != r.Cite {
					all[r.ID] = named{r.Says, r.Cite, lawroom.Path + "/" + p.ID + "#rule-" + v.From + "-" + strconv.Itoa(i+1)}
				}
			}
		}
		for _, q := range p.Questions {
			all[q.ID] = named{"Not settled: " + q.Asks, "", lawroom.Path + "/" + p.ID + "#question-" + q.ID}
		}
	}
	return all
}

// rule is a rule in words. Those that no pack has, since no pack can leave them out, have no address.
func (m *room) rule(code string) named {
	if found, known := m.names[code]; known {
		return found
	}
	return named{Says: cmp.Or(m.stops.Of(&sallyport.Door{}, code).Says, code)}
}

// open is what a door left open: a fact that it lacked, or a question that the law leaves.
func (m *room) open(code string) named {
	if found, known := m.names[code]; known {
		return found
	}
	return named{Says: docket.Describe(code).Says}
}
