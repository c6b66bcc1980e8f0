// Package place says whose custody a facility is, as far as tables and the facility's own name allow: which state,
// county or city answers for it, and which kind of custodian it is. It never guesses: a name that neither a rule nor
// a row of facilities.csv settles leaves the state only, and the reader is told so.
//
// SOURCES.md says where every table comes from.
package place

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// Level is how far down the custodian is known.
type Level uint8

const (
	Nowhere Level = iota // not even the state
	State                // only the state; no rule and no row of the table settles whose facility it is
	Prison               // the state itself is the custodian
	County               // a county, a parish, or a city that is its own county
	City                 // a city's police
	Federal              // the federal side itself: marshals, federal prisons and those under its contract
)

var levelNames = [...]string{"nowhere", "state", "prison", "county", "city", "federal"}

func (l Level) String() string { return levelNames[l] }

// Custodian is whose custody a facility is.
type Custodian struct {
	Agency    string     // path of the custodian: us-tx/harris, us-tx, us for Federal and Nowhere; a city and a county of one name share a path
	County    string     // path of the county it lies in; "" where it is not known
	Activated Activation // of that county
	Kind      string     // a value of the fact agency_kind; "" where it is not known, and for Federal
	Level     Level
	By        string // what settled it: a rule, or the source of the row in facilities.csv; "" where nothing did
}

//go:embed facilities.csv
var facilitiesText string

//go:embed counties.csv
var countiesText string

//go:embed cities.csv
var citiesText string

// Table resolves facilities. It may be used by several goroutines at once.
type Table struct {
	counties   map[string]county    // by path
	byName     map[string]string    // path of a county, by state and squashed name
	cities     map[string]string    // county of a city, by path of the city
	facilities map[string]Custodian // by state, name and city; without the city where any will do

	mu   sync.RWMutex
	seen map[given]Custodian
}

// given is a facility as a file gives it.
type given struct{ facility, city, state string }

// maxSeen bounds the facilities that are remembered; a file has thousands.
const maxSeen = 100_000

// New reads the tables of this package.
func New() (*Table, error) {
	t := &Table{
		counties: map[string]county{}, byName: map[string]string{}, cities: map[string]string{},
		facilities: map[string]Custodian{}, seen: map[given]Custodian{},
	}
	for _, read := range []struct {
		name, text string
		columns    int
		row        func([]string) error
	}{
		{"counties.csv", countiesText, 3, t.addCounty},
		{"cities.csv", citiesText, 3, t.addCity},
		{"facilities.csv", facilitiesText, 7, t.addFacility},
	} {
		if err := eachRow(read.text, read.columns, read.row); err != nil {
			return nil, fmt.Errorf("%s:%w", read.name, err)
		}
	}
	return t, nil
}

// Custodian resolves a facility by its name, its city and its state as a file gives them; the state is its name or
// its two letters, or "" where the file has none.
func (t *Table) Custodian(facility, city, state string) Custodian {
	key := given{facility, city, state}
	t.mu.RLock()
	c, ok := t.seen[key]
	t.mu.RUnlock()
	if ok {
		return c
	}
	c = t.resolve(facility, city, state)
	c.Activated, _ = t.Activated(c.County)
	key = given{strings.Clone(facility), strings.Clone(city), strings.Clone(state)} // not the row they are part of
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.seen) < maxSeen {
		t.seen[key] = c
	}
	return c
}

func (t *Table) resolve(facility, city, state string) Custodian {
	n := readName(facility, city, StateCode(state))
	if c, ok := t.listed(&n); ok {
		return c
	}
	if c, ok := federalByName(&n); ok {
		return c
	}
	if n.state == "" {
		return Custodian{Agency: "us"}
	}
	for _, rule := range []func(*name) (Custodian, bool){prisonByName, t.countyByName, t.cityByName} {
		if c, ok := rule(&n); ok {
			return c
		}
	}
	return Custodian{Agency: "us-" + n.state, Level: State}
}
