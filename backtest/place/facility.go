package place

import (
	"fmt"
	"strings"
)

// addFacility reads a row: facility, city ("" for any), state, level, place below the state ("" for State, Prison and
// Federal), kind, source. A row at the level of the state says that its name is not to be read by the rules.
func (t *Table) addFacility(row []string) error {
	c := Custodian{Kind: row[5], By: row[6]}
	state := "us-" + row[2]
	for i, name := range levelNames {
		if row[3] == name {
			c.Level = Level(i)
		}
	}
	switch c.Level {
	case Nowhere:
		return fmt.Errorf("level %q is not one of %s", row[3], strings.Join(levelNames[1:], ", "))
	case Federal:
		c.Agency = "us"
	case State, Prison:
		c.Agency = state
	case County:
		c.Agency, c.County = state+"/"+row[4], state+"/"+row[4]
		if _, ok := t.counties[c.County]; !ok {
			return fmt.Errorf("%s: not a county of counties.csv", c.County)
		}
	case City:
		c.Agency = state + "/" + row[4]
		c.County = t.cities[c.Agency]
	}
	c = inNewYorkCity(c)
	n := readName(row[0], row[1], row[2])
	key := n.state + " " + strings.Join(n.words, " ") + " " + n.city
	if _, ok := t.facilities[key]; ok {
		return fmt.Errorf("%s: given twice", row[0])
	}
	t.facilities[key] = c
	return nil
}

// listed looks the name up in facilities.csv, in its city first.
func (t *Table) listed(n *name) (Custodian, bool) {
	key := n.state + " " + strings.Join(n.words, " ") + " "
	c, ok := t.facilities[key+n.city]
	if !ok {
		c, ok = t.facilities[key]
	}
	return c, ok
}

// inNewYorkCity makes the city the agency of a custodian in one of its five counties: the jails are the city's.
func inNewYorkCity(c Custodian) Custodian {
	switch c.County {
	case "us-ny/bronx", "us-ny/kings", "us-ny/new-york", "us-ny/queens", "us-ny/richmond":
		c.Agency = "us-ny/nyc"
	}
	return c
}
