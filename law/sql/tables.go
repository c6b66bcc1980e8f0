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

// columnsOf are the columns of one fact.
func columnsOf(f *sallyport.Fact, get func(*record) sallyport.Value) []Column {
	known := func(convert func(*record, sallyport.Value) any) func(*record) any {
		return func(r *record) any {
			if v := get(r); v.State == sallyport.Known {
				return convert(r, v)
			}
			return nil
		}
	}
	one := Column{Name: columnName(f), Says: f.Says}
	var all []Column
	switch f.Kind {
	case sallyport.Bool:
		one.value = known(func(_ *record, v sallyport.Value) any { return v.N != 0 })
		all = []Column{one}
	case sallyport.Int:
		one.Type, one.value = BigInt, known(func(_ *record, v sallyport.Value) any { return v.N })
		all = []Column{one}
	case sallyport.Text:
		one.Type, one.value = Text, known(func(_ *record, v sallyport.Value) any { return v.S })
		all = []Column{one}
	case sallyport.Enum:
		all = []Column{enumColumn(f, one, get)}
	case sallyport.Set:
		all = setColumns(f, known)
	case sallyport.Date:
		one.Name, one.Type, one.Says = dayName(f), BigInt, f.Says+"; as YYYYMMDD"
		one.value = known(func(_ *record, v sallyport.Value) any { return dayNumber(v.N) })
		all = []Column{one}
	case sallyport.Time:
		all = timeColumns(f, one, known)
	}
	return withNone(f, all, get)
}

func enumColumn(f *sallyport.Fact, c Column, get func(*record) sallyport.Value) Column {
	values := f.Values
	ownNone := f.None && f.Parent == ""
	if ownNone {
		values = append(slices.Clone(values), "none")
	}
	c.Type, c.Check = Text, in(c.Name, values)
	c.value = func(r *record) any {
		switch v := get(r); {
		case v.State == sallyport.Known:
			return f.Values[v.N]
		case v.State == sallyport.None && ownNone:
			return "none"
		}
		return nil
	}
	return c
}

func setColumns(f *sallyport.Fact, known func(func(*record, sallyport.Value) any) func(*record) any) []Column {
	var all []Column
	for i, value := range f.Values {
		all = append(all, Column{
			Name: memberName(f, value), Type: Boolean, Says: f.Says + ": " + value + " among them",
			value: known(func(_ *record, v sallyport.Value) any { return v.N&(1<<i) != 0 }),
		})
	}
	return all
}

func timeColumns(f *sallyport.Fact, c Column, known func(func(*record, sallyport.Value) any) func(*record) any) []Column {
	c.Type, c.value = BigInt, known(func(_ *record, v sallyport.Value) any { return v.N })
	c.Says += "; microseconds UTC"
	day := Column{Name: dayName(f), Type: BigInt, Says: "its day in the custodian's zone, as YYYYMMDD"}
	day.value = known(func(r *record, v sallyport.Value) any {
		return dayNumber(sallyport.Day(time.UnixMicro(v.N).In(r.zone)))
	})
	return []Column{c, day}
}

// withNone adds the column that says whether the fact is none, and holds the others to it.
func withNone(f *sallyport.Fact, all []Column, get func(*record) sallyport.Value) []Column {
	none := noneName(f)
	if none == "" {
		return all
	}
	for i := range all {
		given := all[i].Name + " IS NULL OR " + none + " IS FALSE"
		if all[i].Check != "" {
			given = all[i].Check + " AND (" + given + ")"
		}
		all[i].Check = given
	}
	if f.Parent != "" {
		return all
	}
	says := f.Says + "; TRUE where there is none, FALSE where there is one"
	return append(all, Column{Name: none, Type: Boolean, Says: says, value: func(r *record) any {
		v := get(r)
		if v.State == sallyport.Unknown {
			return nil
		}
		return v.State == sallyport.None
	}})
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
			v := r.c.Facts[eligibleAt]
			if v.State != sallyport.Known {
				return nil
			}
			return c.End(time.UnixMicro(v.N), r.zone).UnixMicro()
		}})
	}
	slices.SortFunc(all, func(a, b Column) int { return strings.Compare(a.Name, b.Name) })
	return all
}

var eligibleAt = sallyport.CaseFact("release.eligible_at")

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
