package trial

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// Disputed is the verdict on a scenario that fails and that a dispute names.
const Disputed Verdict = "disputed"

// Dispute is a published scenario that contradicts the contract or the law files.
type Dispute struct {
	Scenario string `yaml:"scenario"` // its name
	Reason   string `yaml:"reason"`
	Passage  string `yaml:"passage"` // file, section, id
}

// Disputes are disputes by the name of their scenario.
type Disputes map[string]Dispute

// ReadDisputes reads a list of disputes, written as law/disputed.yaml is. name is for errors.
func ReadDisputes(name string, text []byte) (Disputes, error) {
	var entries []Dispute
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&entries); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: not a list of disputes: %w", name, err)
	}
	all := Disputes{}
	for i, e := range entries {
		switch {
		case e.Scenario == "" || e.Reason == "" || e.Passage == "":
			return nil, fmt.Errorf("%s: entry %d: a dispute needs scenario, reason and passage", name, i+1)
		case all[e.Scenario] != Dispute{}:
			return nil, fmt.Errorf("%s: entry %d: %s: disputed twice; write one entry", name, i+1, e.Scenario)
		}
		all[e.Scenario] = e
	}
	return all, nil
}

// Weigh is the result with the dispute about its scenario taken into account: what fails and is disputed is no failure.
func (d Disputes) Weigh(r Result) Result {
	dispute, ok := d[r.Scenario.Name]
	if !ok || r.Verdict != Failed {
		return r
	}
	r.Verdict = Disputed
	r.Differences = append(r.Differences, fmt.Sprintf("disputed: %s [%s]", dispute.Reason, dispute.Passage))
	return r
}
