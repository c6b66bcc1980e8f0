package offence

import (
	"regexp"
	"strings"
)

// code is one body of statutes and how it is cited. Spellings are in lower case without dots and spaces.
type code struct {
	id     string // us-ca/pc; of a titled code without its title: us/usc
	place  string // us-ca
	print  string // Cal. Penal Code; for a titled code what stands between title and section
	states []string
	names  []string // with the name of the state: calpenalcode; without it only where the place of conviction is known
	alone  []string // names that no other place uses
	titled bool     // the number of a title stands before the name: 8 USC 1326

	section *regexp.Regexp
}

var california = []string{"ca", "cal", "calif", "california"}

// codes are those that the tables, and the laws of the places with packs, speak of.
var codes = []code{
	{id: "us-ca/pc", place: "us-ca", print: "Cal. Penal Code ", states: california,
		names: []string{"pc", "pencode", "penalcode", "penc"}, section: californian},
	{id: "us-ca/vc", place: "us-ca", print: "Cal. Vehicle Code ", states: california,
		names: []string{"vc", "vehcode", "vehiclecode", "cvc"}, section: californian},
	{id: "us-ca/hs", place: "us-ca", print: "Cal. Health & Safety Code ", states: california, section: californian,
		names: []string{"hs", "hsc", "hscode", "hands", "handscode", "healthandsafetycode", "healthandsafcode", "healthsafetycode"}},
	{id: "us-fl/stat", place: "us-fl", print: "Fla. Stat. ", states: []string{"fl", "fla", "florida"},
		names: []string{"stat", "stats", "statann", "statutes", "statute", "fs"}, section: regexp.MustCompile(`^\d{1,3}\.\d{2,4}$`)},
	{id: "us-ct/cgs", place: "us-ct", print: "Conn. Gen. Stat. ", states: []string{"ct", "conn", "connecticut"},
		names:   []string{"genstat", "genstatann", "gs", "generalstatutes", "cgs"},
		section: regexp.MustCompile(`^\d{1,3}[a-z]{0,2}-\d{1,4}[a-z]{0,2}$`)},
	{id: "us-ny/pl", place: "us-ny", print: "N.Y. Penal Law ", states: []string{"ny", "newyork"},
		names: []string{"penallaw", "pl"}, section: regexp.MustCompile(`^\d{2,3}\.\d{2}$`)},
	{id: "us-nv/nrs", place: "us-nv", print: "Nev. Rev. Stat. ", states: []string{"nv", "nev", "nevada"},
		names: []string{"revstat", "revisedstatutes", "nrs"}, section: regexp.MustCompile(`^\d{1,3}[a-z]?\.\d{3,4}$`)},
	{id: "us-az/ars", place: "us-az", print: "Ariz. Rev. Stat. ", states: []string{"az", "ariz", "arizona"},
		names: []string{"revstat", "revisedstatutes", "ars"}, section: regexp.MustCompile(`^\d{1,2}-\d{3,4}(\.\d{2})?$`)},
	{id: "us/usc", place: "us", print: " USC ", titled: true,
		alone: []string{"usc", "usca", "uscode", "unitedstatescode"}, section: regexp.MustCompile(`^\d{1,5}([A-Za-z]{1,2}(-\d{1,2})?)?$`)},
	{id: "us-pa/pacs", place: "us-pa", print: " Pa.C.S. ", titled: true,
		alone: []string{"pacs", "pacsa", "paconsstat"}, section: regexp.MustCompile(`^\d{3,4}(\.\d{1,2})?$`)},
	{id: "us-il/ilcs", place: "us-il", print: " ILCS ", titled: true,
		alone: []string{"ilcs"}, section: regexp.MustCompile(`^\d{1,4}/\d{1,3}[A-Z]?-\d{1,3}(\.\d{1,3}){0,2}$`)},
}

// californian is a section of a code of California: 459, 245.6, 273ab, 290.002.
var californian = regexp.MustCompile(`^\d{1,5}(\.\d{1,3})?[a-z]{0,2}$`)

// spelling is a way to write a code; bare names no place.
type spelling struct {
	code *code
	bare bool
}

var spellings = spell()

func spell() map[string]spelling {
	all := map[string]spelling{}
	for i := range codes {
		c := &codes[i]
		for _, name := range c.names {
			all[name] = spelling{c, true}
		}
		for _, name := range c.names {
			for _, state := range c.states {
				all[state+name] = spelling{c, false}
			}
		}
		for _, name := range c.alone {
			all[name] = spelling{c, false}
		}
	}
	return all
}

// identify joins the number of a title to the id of its code: 8 and us/usc to us/8usc. The chapter of the Illinois
// statutes holds acts, and the section stands in one: 720 and 5/12-3.05 make us-il/720ilcs5 and 12-3.05.
func (c *code) identify(title, section string) (id, rest string) {
	if !c.titled {
		return c.id, section
	}
	place, name, _ := strings.Cut(c.id, "/")
	act, rest, inAct := strings.Cut(section, "/")
	if !inAct {
		return place + "/" + title + name, section
	}
	return place + "/" + title + name + act, rest
}

// printed is what stands before the section when a statute of the code with this id is written.
func printed(id string) string {
	for i := range codes {
		c := &codes[i]
		place, name, _ := strings.Cut(c.id, "/")
		if !c.titled && id == c.id {
			return c.print
		}
		if title, act, found := strings.Cut(strings.TrimPrefix(id, place+"/"), name); c.titled && found && digits(title) {
			if act != "" {
				act += "/"
			}
			return title + c.print + act
		}
	}
	return ""
}

// placeOf is the place whose code has this id.
func placeOf(id string) string {
	place, _, _ := strings.Cut(id, "/")
	return place
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
