package casefile

import (
	"io"
	"time"

	"go.yaml.in/yaml/v3"

	"sallyport"
)

// Scenario is a case with what must be decided about it. Fields of Expect that were not given are nil or empty
// and expect nothing.
type Scenario struct {
	Name   string
	Source string
	Line   int
	Case   sallyport.Case
	Expect Expect
}

// Expect is what a scenario expects.
type Expect struct {
	Outcome   sallyport.Outcome
	Doors     map[string]sallyport.Outcome
	Rules     []string // each among those that decided
	Missing   []string // the exact set, where not nil
	Unsettled []string // the exact set, where not nil
	Duties    []string // each present
	HoldUntil time.Time
}

// Decides says whether the scenario expects anything of the decision itself: an outcome, a door's, or the rules.
func (e *Expect) Decides() bool {
	return e.Outcome != "" || len(e.Doors) > 0 || len(e.Rules) > 0
}

// Scenarios reads every scenario of r; name stands in errors. The first malformed one ends it.
func Scenarios(name string, r io.Reader) ([]Scenario, error) {
	var all []Scenario
	err := documents(name, r, func(n *yaml.Node, err error) error {
		if err != nil {
			return err
		}
		s, err := scenarioOf(name, n)
		all = append(all, s)
		return err
	})
	return all, err
}

func scenarioOf(name string, n *yaml.Node) (Scenario, error) {
	s := Scenario{Line: n.Line}
	r := &caseReader{file: name, c: &s.Case}
	err := r.entries(n, "", func(key string, keyNode, value *yaml.Node) (err error) {
		switch key {
		case "scenario":
			s.Name, err = r.scalar(value, key)
		case "source":
			s.Source, err = r.scalar(value, key)
		case "case":
			err = r.read(value)
		case "expect":
			err = r.expect(&s.Expect, value)
		default:
			err = r.errorf(keyNode, key, "unknown key")
		}
		return err
	})
	if err == nil && s.Name == "" {
		err = r.errorf(n, "scenario", "missing; name the scenario")
	}
	return s, err
}

func (r *caseReader) expect(e *Expect, n *yaml.Node) error {
	return r.entries(n, "expect", func(key string, keyNode, value *yaml.Node) (err error) {
		path := "expect." + key
		switch key {
		case "outcome":
			e.Outcome, err = r.outcome(value, path)
		case "doors":
			e.Doors = map[string]sallyport.Outcome{}
			err = r.entries(value, path, func(place string, _, outcome *yaml.Node) (err error) {
				e.Doors[place], err = r.outcome(outcome, path+"."+place)
				return err
			})
		case "rules":
			e.Rules, err = r.texts(value, path)
		case "missing":
			e.Missing, err = r.texts(value, path)
		case "unsettled":
			e.Unsettled, err = r.texts(value, path)
		case "duties":
			e.Duties, err = r.texts(value, path)
		case "hold_until":
			e.HoldUntil, err = r.instant(value, path)
		default:
			err = r.errorf(keyNode, path, "unknown key")
		}
		return err
	})
}

func (r *caseReader) outcome(n *yaml.Node, path string) (sallyport.Outcome, error) {
	switch o := sallyport.Outcome(n.Value); o {
	case sallyport.Refused, sallyport.Permitted, sallyport.Unresolved, sallyport.Silent:
		return o, nil
	}
	return "", r.errorf(n, path, "%q; write refused, permitted, unresolved or silent", n.Value)
}

func (r *caseReader) texts(n *yaml.Node, path string) ([]string, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, r.errorf(n, path, "expected a list")
	}
	all := make([]string, 0, len(n.Content))
	for _, member := range n.Content {
		s, err := r.scalar(member, path)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}
