package offence

import (
	"slices"
	"strings"
)

// statute puts the parts together. Two parts make an attempt or a conspiracy of the California Penal Code, or nothing.
func (p *parser) statute(c *code, first, second part, two bool) (Statute, bool) {
	if c.id != "us-ca/pc" {
		return p.plain(c, first, !two)
	}
	if !two {
		at := strings.IndexAny(first.section, "/-")
		if at < 0 {
			return p.plain(c, first, true)
		}
		if strings.ContainsAny(first.section[at+1:], "/-") || first.section[at] == '-' && !inchoate(first.section[:at]) {
			return Statute{}, false
		}
		second = part{section: first.section[at+1:], subs: first.subs}
		first = part{section: first.section[:at]}
	}
	if inchoate(second.section) {
		first, second = second, first
	}
	for made, section := range sectionOf {
		if first.section == section && !inchoate(second.section) && general(made, first.subs) {
			s, ok := p.plain(c, second, true)
			s.Inchoate = made
			return s, ok
		}
	}
	return Statute{}, false
}

// plain makes the statute of one part, if the number is one that the code can have.
func (p *parser) plain(c *code, only part, alone bool) (Statute, bool) {
	section := only.section
	if !c.titled { // 273ab, 53a-124
		section = strings.ToLower(section)
	}
	if !alone || !c.section.MatchString(section) || len(p.title) > 4 {
		return Statute{}, false
	}
	id, section := c.identify(p.title, section)
	return Statute{Code: id, Section: section, Subdivisions: only.subs}, true
}

func inchoate(section string) bool {
	return section == sectionOf[Attempt] || section == sectionOf[Conspiracy]
}

// general says whether the subdivisions cited are those of any attempt, or of a conspiracy to commit any crime (182(a)(1)).
func general(made Inchoate, subs []string) bool {
	return made == Attempt || len(subs) == 0 || slices.Equal(subs, []string{"a"}) || slices.Equal(subs, []string{"a", "1"})
}
