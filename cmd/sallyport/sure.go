package main

import "sallyport/law"

// sureness knows how sure the packs are of each rule, by id and citation, as decisions name it.
type sureness map[[2]string]string

func newSureness(book *law.Book) sureness {
	all := sureness{}
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			for _, r := range v.Rules {
				all[[2]string{r.ID, r.Cite}] = r.Sure
			}
		}
	}
	return all
}

// of is "sure: …" for a rule of a pack, and nothing for one of the engine's own.
func (s sureness) of(id, cite string) string {
	if sure := s[[2]string{id, cite}]; sure != "" {
		return " sure: " + sure
	}
	return ""
}
