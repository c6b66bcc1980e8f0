package offence

import "strings"

// Statute is one citation of one section, as far as it was cited.
type Statute struct {
	Code         string   // us-ca/pc, us/8usc, us-fl/stat: an id of the codes below
	Section      string   // 245, 273ab, 12022.53, 53a-124, 12-3.05
	Subdivisions []string // of 245(a)(1): a, 1; the first in lower case, the others as cited
	Inchoate     Inchoate // the section was attempted, or conspired at, only
}

// Inchoate is what of an offence was completed: all of it, or an attempt or a conspiracy only.
type Inchoate string

const (
	Completed  Inchoate = ""
	Attempt    Inchoate = "attempt"    // Cal. Penal Code 664
	Conspiracy Inchoate = "conspiracy" // Cal. Penal Code 182
)

// sectionOf gives the section of the California Penal Code that an inchoate offence is cited by.
var sectionOf = map[Inchoate]string{Attempt: "664", Conspiracy: "182"}

// String writes s as a case file would; Parse reads it back to the same.
func (s Statute) String() string {
	var b strings.Builder
	b.WriteString(printed(s.Code))
	if s.Inchoate != Completed {
		b.WriteString(sectionOf[s.Inchoate] + "/")
	}
	b.WriteString(s.Section)
	for _, sub := range s.Subdivisions {
		b.WriteString("(" + sub + ")")
	}
	return b.String()
}

// within says whether s cites the section or subdivision that whole cites, or a part of it.
func (s Statute) within(whole Statute) bool {
	if s.Code != whole.Code || s.Section != whole.Section || len(s.Subdivisions) < len(whole.Subdivisions) {
		return false
	}
	for i, sub := range whole.Subdivisions {
		if !strings.EqualFold(sub, s.Subdivisions[i]) {
			return false
		}
	}
	return true
}
