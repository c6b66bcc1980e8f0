package bench

import (
	"slices"
	"testing"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"sallyport"
	"sallyport/law/tree"
)

// openCedar asks about the person and then about each conviction until one answer permits: see nine.cedar. The entities and the
// requests are made beforehand, the count of incidents too.
func openCedar(t testing.TB, cases []sallyport.Case) ask {
	reads := nine(t).reads
	policies, err := cedar.NewPolicySetFromBytes("nine.cedar", []byte(text(t, "nine.cedar")))
	if err != nil {
		t.Fatal(err)
	}
	var inputs []cedarInput
	for i := range cases {
		inputs = append(inputs, newCedarInput(factsIn(&cases[i], reads)))
	}
	return func(i int) (tree.Tri, error) {
		in := &inputs[i]
		for _, request := range in.requests {
			if decision, _ := cedar.Authorize(policies, in.entities, request); decision == cedar.Allow {
				return tree.True, nil
			}
		}
		return tree.False, nil
	}
}

type cedarInput struct {
	entities types.EntityMap
	requests []cedar.Request
}

func newCedarInput(f facts) cedarInput {
	person, file, action := types.NewEntityUID("Person", "p"), types.NewEntityUID("File", "f"), types.NewEntityUID("Action", "ask")
	attributes := types.RecordMap{}
	for _, name := range []string{"person", "officer"} {
		of, _ := f.root[name].(map[string]any)
		addRecord(attributes, of)
	}
	convictions := f.root["convictions"].([]any)
	context := types.NewRecord(types.RecordMap{"incidents": types.Long(countIncidents(convictions))})
	in := cedarInput{entities: types.EntityMap{person: {UID: person, Attributes: types.NewRecord(attributes)}, file: {UID: file}}}
	ask := func(resource types.EntityUID) {
		in.requests = append(in.requests, cedar.Request{Principal: person, Action: action, Resource: resource, Context: context})
	}
	ask(file)
	for i, c := range convictions {
		uid, record := types.NewEntityUID("Conviction", types.String(rune('0'+i))), types.RecordMap{}
		addRecord(record, c.(map[string]any))
		in.entities[uid] = types.Entity{UID: uid, Attributes: types.NewRecord(record)}
		ask(uid)
	}
	return in
}

func addRecord(to types.RecordMap, values map[string]any) {
	for name, v := range values {
		switch v := v.(type) {
		case bool:
			to[types.String(name)] = types.Boolean(v)
		case int64:
			to[types.String(name)] = types.Long(v)
		case string:
			to[types.String(name)] = types.String(v)
		}
	}
}

// countIncidents is the part of the rule that Cedar cannot say. A conviction with a missing fact is not counted.
func countIncidents(convictions []any) int {
	var seen []string
	for _, c := range convictions {
		c := c.(map[string]any)
		category, known := c["category"].(string)
		incident, ok := c["incident"].(string)
		if known && ok && c["grade"] == "misdemeanor" && category != "minor_traffic" && !slices.Contains(seen, incident) {
			seen = append(seen, incident)
		}
	}
	return len(seen)
}
