package offence

import (
	"slices"
	"strings"
)

// maxDepth bounds the subdivisions that are read; no table goes deeper than three.
const maxDepth = 6

// Parse reads the citation of one section. place is where the conviction was ("" for not known): a citation that names no
// state is read there only, and one that names another place not at all. It reads all of the text or nothing: two
// sections, a range, words beside the citation, or a code that codes does not list give false, never a guess.
func Parse(text, place string) (Statute, bool) {
	tokens, ok := lex(text)
	if !ok {
		return Statute{}, false
	}
	p := parser{tokens: tokens, place: place}
	s, ok := p.citation()
	if !ok || p.peek().kind != end {
		return Statute{}, false
	}
	return s, true
}

type parser struct {
	tokens []token
	place  string
	title  string
}

func (p *parser) peek() token { return p.tokens[0] }

// accept takes the next token if it is of this kind.
func (p *parser) accept(k kind) (token, bool) {
	t := p.peek()
	if t.kind != k || k == end {
		return token{}, false
	}
	p.tokens = p.tokens[1:]
	return t, true
}

// citation reads CODE SECTION, SECTION CODE or TITLE CODE SECTION.
func (p *parser) citation() (Statute, bool) {
	p.title = p.titleNumber()
	name := p.words()
	p.accept(comma)
	p.accept(sign)
	first, ok := p.part()
	if !ok {
		return Statute{}, false
	}
	second, two := part{}, p.separator()
	if two {
		if second, ok = p.part(); !ok {
			return Statute{}, false
		}
	}
	name = append(name, p.trailing()...)
	c, ok := p.code(name)
	if !ok {
		return Statute{}, false
	}
	return p.statute(c, first, second, two)
}

// titleNumber takes the number of a title: 18 of 18 Pa.C.S. 3701; "" for none, as in 459 PC.
func (p *parser) titleNumber() string {
	rest := p.tokens
	if rest[0].kind == word && rest[0].text == "title" {
		rest = rest[1:]
	}
	if rest[0].kind != number || !digits(rest[0].text) {
		return ""
	}
	i := slices.IndexFunc(rest[1:], func(t token) bool { return t.kind != word && t.kind != sign })
	if rest[1+i].kind != number {
		return ""
	}
	p.tokens = rest[1:]
	return rest[0].text
}

// words reads a run of words.
func (p *parser) words() []string {
	var all []string
	for t, ok := p.accept(word); ok; t, ok = p.accept(word) {
		all = append(all, t.text)
	}
	return all
}

// trailing reads the words after a section: PC; Fla. Stat., after a comma too; of the Penal Code.
func (p *parser) trailing() []string {
	if p.peek().kind == comma && p.tokens[1].kind == word {
		p.accept(comma)
	}
	all := p.words()
	if len(all) > 1 && all[0] == "of" {
		all = all[1:]
	}
	if len(all) > 1 && all[0] == "the" {
		all = all[1:]
	}
	return all
}

// code finds the code that the words spell, in a place that they or the conviction name.
func (p *parser) code(words []string) (*code, bool) {
	found, ok := spellings[strings.Join(words, "")]
	if s := slices.Index(words, "s"); !ok && s >= 0 { // s. for section
		found, ok = spellings[strings.Join(slices.Delete(words, s, s+1), "")]
	}
	if !ok || found.code.titled != (p.title != "") {
		return nil, false
	}
	there := p.place == found.code.place || strings.HasPrefix(p.place, found.code.place+"/")
	return found.code, there || !found.bare && p.place == ""
}

// part is a section with its subdivisions.
type part struct {
	section string
	subs    []string
}

func (p *parser) part() (part, bool) {
	t, ok := p.accept(number)
	if !ok {
		return part{}, false
	}
	subs, ok := p.subdivisions()
	return part{section: t.text, subs: subs}, ok
}

// separator takes the slash or dash between two parts: 664(a)/187(a).
func (p *parser) separator() bool {
	_, ok := p.accept(slash)
	if !ok {
		_, ok = p.accept(dash)
	}
	return ok
}

// subdivisions reads (a)(1), subd. (a)(1), and subdivision (a), paragraph (1). A comma alone makes a list: 245(a)(1),(2).
func (p *parser) subdivisions() ([]string, bool) {
	var all []string
	for {
		named := p.subdivisionWord(len(all))
		t, ok := p.accept(paren)
		if !ok && !named && len(all) > 0 && p.peek().kind == number && !p.peek().spaced && subdivision(p.peek().text) {
			t, ok = p.accept(number) // Florida's (1)(a)1.
		}
		if !ok {
			return all, !named && len(all) <= maxDepth
		}
		if len(all) == 0 {
			t.text = strings.ToLower(t.text)
		}
		all = append(all, t.text)
	}
}

// subdivisionNames are the words that may stand before the first and before the second parenthesis.
var subdivisionNames = [][]string{{"subd", "subdivision", "subsection", "subsec", "sub"}, {"par", "para", "paragraph"}}

func (p *parser) subdivisionWord(depth int) bool {
	i := 0
	if p.peek().kind == comma {
		i = 1
	}
	t := p.tokens[i]
	if depth >= len(subdivisionNames) || t.kind != word || !slices.Contains(subdivisionNames[depth], t.text) {
		return false
	}
	p.tokens = p.tokens[i+1:]
	return true
}
