package place

import (
	"slices"
	"strings"
)

// The rules by which a facility's name says whose it is. SOURCES.md lists them in words.

// federalByName knows marshals, federal prisons and the holding rooms of the immigration service by their names.
func federalByName(n *name) (Custodian, bool) {
	if n.has("COUNTY") || !n.has("FCI", "FCC", "USP", "FMC", "FPC", "FDC", "USMS", "USMCFP", "DRO", "USBP", "SPC", "HOLDROOM") &&
		!n.hasAnyRun("US MARSHAL", "US PEN", "FED CORR", "FED DET", "FED PRIS", "FED MED", "FED TRANS", "BORDER PATROL", "HOLD ROOM") {
		return Custodian{}, false
	}
	return Custodian{Agency: "us", Level: Federal, By: "name: federal"}, true
}

// prisonByName knows the state's own prisons: STATE PRISON, the department of corrections or an institution under the
// state's name, and the names that one state gives to its own prisons only.
func prisonByName(n *name) (Custodian, bool) {
	if n.hasAnyRun("STATE PRIS", "STATE PEN", "STATE JAIL", "STATE CORR") {
		return prison(n, "name: state prison")
	}
	for _, phrase := range []string{"DOC", "DCJ", "CF", "CI", "DEPT OF CORR", "DEPT CORR", "CORR INST"} {
		if i := n.run(phrase); i > 0 && n.isState(n.words[:i]) {
			return prison(n, "name: state department of corrections")
		}
	}
	if n.ownPrison() {
		return prison(n, "name: what the state calls its prisons")
	}
	return Custodian{}, false
}

// ownPrison says whether the name is of a form that the state keeps for its own prisons.
func (n *name) ownPrison() bool {
	switch n.state {
	case "tx":
		return n.has("TDC", "TDCJ")
	case "az":
		return n.has("ASPC", "ADOC")
	case "ca":
		return n.has("CDC", "CDCR", "CSP")
	case "ma", "md":
		return n.has("MCI")
	case "pa":
		return n.has("SCI")
	case "ny":
		return n.has("CF", "CORRECTIONAL")
	case "fl", "oh", "wi":
		return n.hasAnyRun("CORR INST")
	}
	return slices.Contains(unified, n.state) && (n.isCustody() || n.has("ACI", "PRETRIAL", "PRE-TRIAL"))
}

// unified are the states without county jails: one system of the state holds everyone.
var unified = []string{"ct", "de", "ri", "vt", "ak", "hi"}

func prison(n *name, by string) (Custodian, bool) {
	county := n.has("COUNTY") && !n.hasAnyRun("STATE JAIL") && !slices.Contains(unified, n.state)
	if county || n.has("POLICE", "PD") || n.hasAnyRun("CITY JAIL") {
		return Custodian{}, false
	}
	c := Custodian{Agency: "us-" + n.state, Kind: "state_prison", Level: Prison, By: by}
	switch n.state {
	case "dc", "pr", "gu", "vi", "mp", "as": // jail and prison at once, and no state
		c.Kind = ""
	}
	return c, true
}

// isState says whether words are the state's name, its two letters, or a beginning of its name of three letters or more.
func (n *name) isState(words []string) bool {
	said := squash(strings.Join(words, ""))
	if strings.EqualFold(said, n.state) {
		return true
	}
	for state, code := range stateCodes {
		if code == n.state {
			return len(said) >= 3 && strings.HasPrefix(squash(state), said)
		}
	}
	return false
}

// countyByName finds a county of the state before the word COUNTY: the longest run of words that is one.
func (t *Table) countyByName(n *name) (Custodian, bool) {
	at := n.index("COUNTY")
	if at < 0 {
		at = n.index("JAIL", "SHERIFF") // PLACER JAIL, but not where the city has that name too
		if at > 0 && squash(strings.Join(n.words[:at], "")) == n.city {
			return Custodian{}, false
		}
	}
	if at <= 0 {
		return Custodian{}, false
	}
	words := n.words[:at]
	if at > 1 && strings.EqualFold(words[at-1], n.state) { // MECKLENBURG (NC) CO JAIL
		words = words[:at-1]
	}
	for start := range words {
		if path, ok := t.countyNamed(n.state, words[start:]); ok {
			c := Custodian{Agency: path, County: path, Kind: n.kindOfCounty(), Level: County, By: "name: county"}
			return inNewYorkCity(c), true
		}
	}
	return Custodian{}, false
}

func (t *Table) countyNamed(state string, words []string) (string, bool) {
	said := squash(strings.Join(words, ""))
	if state == "fl" && said == "DADE" { // renamed in 1997
		said = "MIAMIDADE"
	}
	path, ok := t.byName[state+said]
	return path, ok
}

// kindOfCounty is the kind of custodian that the words around the county's name say; "" where they say none, or one that
// the fact has no value for.
func (n *name) kindOfCounty() string {
	switch {
	case n.has("PROBATION", "PAROLE"):
		return "probation"
	case n.has("JUVENILE", "JUV", "YOUTH", "HOSPITAL", "POLICE", "PD"):
		return ""
	case n.isCustody() || n.has("SHERIFF", "SERIFF", "SHERRIF", "LEC") || n.hasAnyRun("LAW ENF", "PUBLIC SAFETY"):
		return "county_jail"
	case n.has("COURT", "COURTHOUSE"):
		return "court"
	}
	return ""
}

// isCustody says whether a word of the name is one of custody: a jail, a detention centre.
func (n *name) isCustody() bool {
	return n.has("JAIL", "PRISON", "PRIS", "ADC", "DOC", "HOC", "LOCKUP", "STOCKADE", "WORKHOUSE", "HOLDING", "COR", "CORR", "CF", "CC", "DET", "DETN", "DETENT") ||
		n.hasAnyRun("DETENTION", "CORREC", "JUSTICE C", "JUS C", "HOUSE OF C")
}

// cityByName finds a city before POLICE or CITY JAIL. The city must be the one the file gives, or one of cities.csv.
func (t *Table) cityByName(n *name) (Custodian, bool) {
	at := n.index("POLICE", "PD", "POL", "JAIL", "LOCKUP")
	if at <= 0 {
		return Custodian{}, false
	}
	jail := n.words[at] == "JAIL" || n.words[at] == "LOCKUP"
	if jail && n.words[at-1] != "CITY" {
		return Custodian{}, false
	}
	if own, ok := t.countyNamed(n.state, n.words[:at]); ok && n.words[at-1] == "CITY" {
		return t.ownCounty(own, jail), true
	}
	words := n.words[:at]
	for len(words) > 1 && strings.ContainsAny(words[len(words)-1], "0123456789") { // PHILADELPHIA 15TH POLICE DIST.
		words = words[:len(words)-1]
	}
	if words[len(words)-1] == "CITY" && squash(strings.Join(words, "")) != n.city {
		words = words[:len(words)-1]
	}
	path, ok := cityPath(n.state, words)
	if !ok || squash(strings.Join(words, "")) != n.city && t.cities[path] == "" {
		return Custodian{}, false
	}
	if own, ok := t.countyNamed(n.state, append(slices.Clone(words), "CITY")); ok {
		return t.ownCounty(own, jail), true
	}
	return inNewYorkCity(Custodian{Agency: path, County: t.cities[path], Kind: "city_lockup", Level: City, By: "name: city"}), true
}

// ownCounty is the custodian of a city that is its own county: its jail is a county's jail, its police a city's.
func (t *Table) ownCounty(path string, jail bool) Custodian {
	c := Custodian{Agency: path, County: path, Kind: "city_lockup", Level: County, By: "name: a city that is its own county"}
	if jail {
		c.Kind = "county_jail"
	}
	return c
}
