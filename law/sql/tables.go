package sql

import (
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Tables are the three tables that cases are kept in: cases, convictions and charges.
type Tables struct {
	Cases, Convictions, Charges Table
}

// Table is one table: its name and its columns, in the order of a row's values.
type Table struct {
	Name    string
	Columns []Column
}

// Column is one column. A column that may be NULL is NULL where the fact is not known.
type Column struct {
	Name  string
	Type  Type
	Must  bool   // never NULL
	Check string // a condition every row must meet beside its type, or ""
	Says  string
	value func(*record) any
}

// Type is the type of a column.
type Type uint8

const (
	Boolean Type = iota
	BigInt
	Text
)

// record is what one row is read from: a case with its implied facts or, where offence is set, one offence of it.
type record struct {
	c        *sallyport.Case
	zone     *time.Location
	offence  *sallyport.Offence
	position int
}

// NewTables are the tables that the queries on the packs read. They differ from one book to another in the hold
// clocks only.
func NewTables(packs []*law.Pack) *Tables {
	return &Tables{
		Cases:       Table{"cases", slices.Concat(caseColumns(), endColumns(packs))},
		Convictions: Table{"convictions", offenceColumns()},
		Charges:     Table{"charges", offenceColumns()},
	}
}

func caseColumns() []Column {
	all := []Column{{Name: "id", Type: Text, Must: true, Says: "the caller's own reference", value: func(r *record) any { return r.c.ID }}}
	for i := range sallyport.CaseFacts {
		all = append(all, columnsOf(&sallyport.CaseFacts[i], func(r *record) sallyport.Value { return r.c.Facts[i] })...)
	}
	return append(all,
		Column{Name: "convictions_seen", Type: Boolean, Must: true, Says: "the list of convictions was seen, and is complete",
			value: func(r *record) any { return r.c.Convictions.Known }},
		Column{Name: "charges_seen", Type: Boolean, Must: true, Says: "the list of charges was seen, and is complete",
			value: func(r *record) any { return r.c.Charges.Known }})
}

func offenceColumns() []Column {
	all := []Column{
		{Name: "case_id", Type: Text, Must: true, Says: "the case", value: func(r *record) any { return r.c.ID }},
		{Name: "position", Type: BigInt, Must: true, Says: "place in the list, from 0", value: func(r *record) any { return int64(r.position) }},
	}
	for i := range sallyport.OffenceFacts {
		f := &sallyport.OffenceFacts[i]
		all = append(all, columnsOf(f, func(r *record) sallyport.Value { return r.offence[i] })...)
	}
	return all
}

// endColumns are the ends of a hold under the clocks that count weekdays or end with the day: the engine counts them.
func endColumns(packs []*law.Pack) []Column {
	var all []Column
	for _, c := range clocksOf(packs) {
		name := endName(c)
		if !c.SameDay && !c.Counted || slices.ContainsFunc(all, func(have Column) bool { return have.Name == name }) {
			continue
		}
		says := c.String() + "; microseconds UTC"
		all = append(all, Column{Name: name, Type: BigInt, Says: says, value: func(r *record) any {
			v := r.c.Facts[tree.FactEligibleAt]
			if v.State != sallyport.Known {
				return nil
			}
			return c.End(time.UnixMicro(v.N), r.zone).UnixMicro()
		}})
	}
	slices.SortFunc(all, func(a, b Column) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func clocksOf(packs []*law.Pack) []*tree.Clock {
	var all []*tree.Clock
	for _, p := range packs {
		for _, v := range p.Versions {
			for _, r := range v.Rules {
				if r.Clock != nil {
					all = append(all, r.Clock)
				}
			}
		}
	}
	return all
}
