package bench

import (
	"strings"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// facts are the facts of a case that a rule reads, as engines of maps and lists take them: person.removable is the entry
// removable of the map person. A missing fact has no entry; its path is in missing, convictions[2].grade as a list of steps.
type facts struct {
	root    map[string]any
	missing [][]any
}

func factsIn(c *sallyport.Case, reads []tree.Ref) facts {
	f := facts{root: map[string]any{}}
	for _, r := range reads {
		if r.Offence {
			continue
		}
		fact, v := describe(r), c.Facts[r.Fact]
		if parent := sallyport.CaseFact(fact.Parent); parent >= 0 && c.Facts[parent].State == sallyport.None {
			fact, v = &sallyport.CaseFacts[parent], sallyport.NoneValue
		}
		names := strings.Split(fact.Path, ".")
		in := mapAt(f.root, names[:len(names)-1])
		if v.State == sallyport.Unknown {
			f.missing = append(f.missing, steps(names))
		} else {
			in[names[len(names)-1]] = native(fact, v)
		}
	}
	list := make([]any, len(c.Convictions.List))
	for i, o := range c.Convictions.List {
		conviction := map[string]any{}
		for _, r := range reads {
			if !r.Offence {
				continue
			}
			path := describe(r).Path
			if v := o[r.Fact]; v.State == sallyport.Unknown {
				f.missing = append(f.missing, []any{"convictions", i, path})
			} else {
				conviction[path] = native(describe(r), v)
			}
		}
		list[i] = conviction
	}
	f.root["convictions"] = list
	return f
}

func steps(names []string) []any {
	all := make([]any, len(names))
	for i, name := range names {
		all[i] = name
	}
	return all
}

// mapAt makes the maps on the way to a fact.
func mapAt(in map[string]any, names []string) map[string]any {
	for _, name := range names {
		next, ok := in[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			in[name] = next
		}
		in = next
	}
	return in
}

func native(f *sallyport.Fact, v sallyport.Value) any {
	if v.State == sallyport.None {
		return nil
	}
	switch f.Kind {
	case sallyport.Bool:
		return v.N != 0
	case sallyport.Int:
		return v.N
	case sallyport.Set:
		var all []string
		for i, name := range f.Values {
			if v.N&(1<<i) != 0 {
				all = append(all, name)
			}
		}
		return all
	case sallyport.Time:
		return time.UnixMicro(v.N).UTC()
	}
	return f.Format(v)
}
