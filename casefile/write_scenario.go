package casefile

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

func scenarioNode(s *Scenario) *yaml.Node {
	m := newMapping()
	m.add("scenario", textNode(s.Name))
	if s.Source != "" {
		m.add("source", textNode(s.Source))
	}
	m.add("case", caseNode(&s.Case))
	m.add("expect", expectNode(&s.Expect))
	return m.Node
}

func expectNode(e *Expect) *yaml.Node {
	m := newMapping()
	if e.Outcome != "" {
		m.add("outcome", textNode(string(e.Outcome)))
	}
	if len(e.Doors) > 0 {
		doors := newMapping()
		for _, place := range slices.Sorted(maps.Keys(e.Doors)) {
			doors.add(place, textNode(string(e.Doors[place])))
		}
		doors.Style = yaml.FlowStyle
		m.add("doors", doors.Node)
	}
	addTexts(m, "rules", e.Rules)
	addTexts(m, "missing", e.Missing)
	addTexts(m, "unsettled", e.Unsettled)
	addTexts(m, "duties", e.Duties)
	if !e.HoldUntil.IsZero() {
		m.add("hold_until", timeNode(e.HoldUntil))
	}
	return flowWhenEmpty(m.Node)
}

// addTexts adds a list that was given; an empty one expects that there are none.
func addTexts(m mapping, key string, texts []string) {
	if texts == nil {
		return
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, s := range texts {
		n.Content = append(n.Content, textNode(s))
	}
	m.add(key, n)
}
