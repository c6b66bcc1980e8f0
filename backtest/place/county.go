package place

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Activation is when a county joined Secure Communities.
type Activation struct {
	Known bool // the roster has a date for it; a county without one is not known never to have joined
	Year  int
	Month int // from 1
}

type county struct {
	fips      string
	activated Activation
}

// Activated says when the county at path (us-tx/harris) joined Secure Communities; ok is false where the roster does
// not have the county.
func (t *Table) Activated(path string) (a Activation, ok bool) {
	c, ok := t.counties[path]
	return c.activated, ok
}

// CountyOf is the county of a city, both as paths; "" where no table has it.
func (t *Table) CountyOf(city string) string { return t.cities[city] }

// Counties lists the path of every county of the roster, in no order.
func (t *Table) Counties() []string {
	all := make([]string, 0, len(t.counties))
	for path := range t.counties {
		all = append(all, path)
	}
	return all
}

// eachRow calls each for every row of an embedded table of so many columns, below its heading.
func eachRow(text string, columns int, each func([]string) error) error {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = columns
	for first := true; ; first = false {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if first {
			continue
		}
		if err := each(row); err != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("%d: %w", line, err)
		}
	}
}

func (t *Table) addCounty(row []string) error {
	c := county{fips: row[0]}
	path := row[1]
	if _, ok := t.counties[path]; ok {
		return fmt.Errorf("%s: given twice", path)
	}
	if row[2] != "" {
		if _, err := fmt.Sscanf(row[2], "%d-%d", &c.activated.Year, &c.activated.Month); err != nil {
			return fmt.Errorf("%q is not a month; write 2011-04", row[2])
		}
		c.activated.Known = true
	}
	t.counties[path] = c
	state, name, _ := strings.Cut(strings.TrimPrefix(path, "us-"), "/")
	t.byName[state+squash(name)] = path
	return nil
}

// addCity reads the county of a city: path of the city, path of the county, source.
func (t *Table) addCity(row []string) error {
	if _, ok := t.counties[row[1]]; !ok {
		return fmt.Errorf("%s: not a county of counties.csv", row[1])
	}
	if _, ok := t.cities[row[0]]; ok {
		return fmt.Errorf("%s: given twice", row[0])
	}
	t.cities[row[0]] = row[1]
	return nil
}
