package compile

import (
	"regexp"
	"slices"
	"strings"

	"sallyport/law"
	"sallyport/law/tree"
)

// term is a definition of the pack, inlined where it is named.
type term struct {
	name      string
	ofOffence bool
	expr      *tree.Expr
}

var termName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// defineTerms compiles the terms in order; each may use those before it.
func (b *builder) defineTerms() {
	known := b.file.Terms[:0:0]
	for _, t := range b.file.Terms {
		if b.termHead(&t, known) {
			known = append(known, t)
		}
	}
	env, err := withTerms(known)
	if err != nil {
		b.wrong(b.file.lines.of("terms"), "terms", "%v; rename the term it speaks of", err)
		env, _ = withTerms(nil)
	}
	b.env = env
	uses := b.uses(known)
	circles := b.circles(known, uses)
	for i := range known {
		b.define(&known[i], uses, circles)
	}
}

// termHead checks all of a term but its condition, and says whether it can be used.
func (b *builder) termHead(t *termFile, known []termFile) bool {
	what := "term " + t.Name
	again := slices.ContainsFunc(known, func(o termFile) bool { return o.Name == t.Name })
	_, isOutside := outside[t.Name]
	switch {
	case b.broken(t.lines) && t.Name == "":
		return false
	case !termName.MatchString(t.Name):
		b.wrong(t.lines.of("name"), what, "name: %q; write a name of small letters, digits and _", t.Name)
		return false
	case slices.Contains(functions, t.Name) || isOutside:
		b.wrong(t.lines.of("name"), what, "name: %s has a meaning of its own; choose another", t.Name)
		return false
	case again:
		b.wrong(t.lines.of("name"), what, "defined twice; keep one")
		return false
	case t.Of != "" && t.Of != "offence":
		b.wrong(t.lines.of("of"), what, "of: %q; write offence, or leave it out for the case", t.Of)
		t.Of = "offence"
	}
	if !b.broken(t.lines) && (strings.TrimSpace(t.Says) == "" || t.Cite == "") {
		b.advise(t.lines.first, what, "says and cite: say in words what it means, and where the law says so")
	}
	return true
}

// uses lists which terms each of them uses, by name.
func (b *builder) uses(terms []termFile) map[string][]string {
	all := map[string][]string{}
	for _, t := range terms {
		parsed, issues := b.env.Parse(t.Is.text)
		if issues.Err() != nil {
			continue // told when the term is compiled
		}
		n := naming{source: parsed.NativeRep().SourceInfo(), terms: namesOf(terms), used: map[string]int{}}
		n.visit(parsed.NativeRep().Expr())
		for _, o := range terms {
			if _, used := n.used[o.Name]; used {
				all[t.Name] = append(all[t.Name], o.Name)
			}
		}
	}
	return all
}

func namesOf(terms []termFile) []string {
	var all []string
	for _, t := range terms {
		all = append(all, t.Name)
	}
	return all
}

// circles names the terms that rest on themselves, one line for each circle.
func (b *builder) circles(terms []termFile, uses map[string][]string) map[string]bool {
	in := map[string]bool{}
	for i := range terms {
		t := &terms[i]
		if circle := pathBack(t.Name, t.Name, uses, map[string]bool{}); circle != nil && !in[t.Name] {
			b.wrong(t.Is.line, "term "+t.Name, "it rests on itself: %s; write one of them without the other", strings.Join(append(circle, t.Name), " uses "))
			for _, name := range circle {
				in[name] = true
			}
		}
	}
	return in
}

// pathBack is the way from a term by what it uses to the goal, or nil.
func pathBack(from, goal string, uses map[string][]string, seen map[string]bool) []string {
	for _, next := range uses[from] {
		if next == goal {
			return []string{from}
		}
		if seen[next] {
			continue
		}
		seen[next] = true
		if rest := pathBack(next, goal, uses, seen); rest != nil {
			return append([]string{from}, rest...)
		}
	}
	return nil
}

func (b *builder) define(t *termFile, uses map[string][]string, circles map[string]bool) {
	binding := ""
	if t.Of == "offence" {
		binding = "c"
	}
	defined := &term{name: t.Name, ofOffence: binding != "", expr: tree.Const(false)}
	early := ""
	for _, used := range uses[t.Name] {
		if b.terms[used] == nil && early == "" {
			early = used
		}
	}
	switch {
	case circles[t.Name]:
	case early != "":
		b.wrong(t.Is.line, "term "+t.Name, "it uses %s, which comes after it; put %s before it", early, early)
	case t.Is.text == "":
		if !b.broken(t.lines) {
			b.wrong(t.lines.of("is"), "term "+t.Name, "is: missing; write the condition")
		}
	default:
		defined.expr = b.condition(t.Is, "term "+t.Name, binding)
	}
	for _, used := range uses[t.Name] {
		b.usedTerm[used] = true
	}
	b.terms[t.Name] = defined
	b.pack.Terms = append(b.pack.Terms, law.Term{Name: t.Name, Says: t.Says, Cite: t.Cite, Condition: t.Is.text, Expr: defined.expr})
}
