package render

import (
	"slices"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// overviewRow says which rules decide on an action, by what they do.
type overviewRow struct {
	Asked string
	Lines []overviewLine
}

type overviewLine struct {
	Does  string
	Rules []keptRule
}

// does are the kinds of rules as the overview names them, in its order; of grounds, those of each group by themselves.
var does = []struct {
	words string
	kind  law.Kind
}{
	{"refused unless shown", law.Needs},
	{"refused if", law.Bars},
	{"one ground of ", law.Opens},
	{"requires an answer", law.Requires},
	{"duties", law.Owes},
	{"ends by", law.Runs},
}

func overview(v *law.Version, shown map[string]keptRule) []overviewRow {
	var rows []overviewRow
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		row := overviewRow{Asked: asks[action]}
		for _, d := range does {
			for _, r := range v.Rules {
				if d.kind == r.Kind && slices.Contains(r.For, action) {
					row.add(d.words, r, shown[ruleKey(r)])
				}
			}
		}
		if row.Lines != nil {
			rows = append(rows, row)
		}
	}
	return rows
}

// add puts the rule on the line of what it does.
func (o *overviewRow) add(words string, r *law.Rule, where keptRule) {
	if r.Kind == law.Opens {
		words += "“" + r.Group + "”"
	}
	i := slices.IndexFunc(o.Lines, func(l overviewLine) bool { return l.Does == words })
	if i < 0 {
		i = len(o.Lines)
		o.Lines = append(o.Lines, overviewLine{Does: words})
	}
	o.Lines[i].Rules = append(o.Lines[i].Rules, where)
}
