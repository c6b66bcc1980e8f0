package sql

import (
	"slices"
	"time"

	"sallyport"
)

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
