package synth

import (
	"encoding/json"
	"strings"
	"time"

	"sallyport"
)

// JSON is the case as a line of a file of cases; what is unknown is left out.
func JSON(c *sallyport.Case) ([]byte, error) {
	out := map[string]any{"v": 1, "id": c.ID, "at": c.At.Format(time.RFC3339), "agency": c.Agency}
	given(out, sallyport.CaseFacts[:], c.Facts[:])
	for name, list := range map[string]*sallyport.Offences{"convictions": &c.Convictions, "charges": &c.Charges} {
		if !list.Known {
			continue
		}
		all := make([]map[string]any, len(list.List))
		for i := range all {
			all[i] = map[string]any{}
			given(all[i], sallyport.OffenceFacts[:], list.List[i][:])
		}
		out[name] = all
	}
	return json.Marshal(out)
}

// given puts the facts that are not unknown where their paths say.
func given(out map[string]any, table []sallyport.Fact, values []sallyport.Value) {
	for i := range table {
		f, v := &table[i], values[i]
		if v.State == sallyport.Unknown || v.State == sallyport.None && f.Parent != "" || f.Kind == sallyport.Object && v.State == sallyport.Known {
			continue
		}
		at, path := out, strings.Split(f.Path, ".")
		for _, step := range path[:len(path)-1] {
			next, ok := at[step].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[step] = next
			}
			at = next
		}
		at[path[len(path)-1]] = plain(f, v)
	}
}

func plain(f *sallyport.Fact, v sallyport.Value) any {
	switch {
	case v.State == sallyport.None:
		return "none"
	case f.Kind == sallyport.Bool:
		return v.N != 0
	case f.Kind == sallyport.Int:
		return v.N
	case f.Kind == sallyport.Set:
		names := []string{}
		for i, name := range f.Values {
			if v.N&(1<<i) != 0 {
				names = append(names, name)
			}
		}
		return names
	}
	return f.Format(v)
}
