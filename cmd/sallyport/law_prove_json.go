package main

import (
	"time"

	"sallyport"
	"sallyport/law/prove"
)

// provenJSON is the document of law prove --json.
type provenJSON struct {
	Claims  []claimJSON `json:"claims"`
	Notes   []noteJSON  `json:"notes,omitempty"`
	Held    int         `json:"held"`
	Seconds float64     `json:"seconds"`
}

type claimJSON struct {
	Pack     string              `json:"pack"`
	Version  string              `json:"version"`
	Says     string              `json:"says"`
	Than     string              `json:"than,omitempty"`
	Holds    bool                `json:"holds"`
	Error    string              `json:"error,omitempty"`
	Action   string              `json:"action,omitempty"`
	Outcomes []sallyport.Outcome `json:"outcomes,omitempty"`
	Scenario string              `json:"scenario,omitempty"` // YAML
	MS       float64             `json:"ms"`
}

type noteJSON struct {
	Pack    string   `json:"pack"`
	Version string   `json:"version"`
	Rule    string   `json:"rule"`
	Actions []string `json:"actions"`
	Says    string   `json:"says"`
}

func proofsJSON(proofs []proved, notes []prove.Note, took time.Duration) provenJSON {
	out := provenJSON{Claims: []claimJSON{}, Seconds: took.Seconds()}
	for i := range proofs {
		c := proofJSON(&proofs[i])
		if c.Holds {
			out.Held++
		}
		out.Claims = append(out.Claims, c)
	}
	for _, n := range notes {
		out.Notes = append(out.Notes, noteJSON{n.Version.Pack.ID, n.Version.From, n.Rule.ID, n.Actions, n.Says})
	}
	return out
}

func proofJSON(p *proved) claimJSON {
	v := p.claim.Version
	c := claimJSON{Pack: v.Pack.ID, Version: v.From, Says: p.claim.Says, Holds: p.broken == nil && p.err == nil, MS: p.milliseconds()}
	if p.claim.Than != nil {
		c.Than = prove.Name(p.claim.Than)
	}
	if p.err != nil {
		c.Error = p.err.Error()
	}
	if p.broken != nil {
		c.Action, c.Outcomes, c.Scenario = p.broken.Action, p.broken.Outcomes, scenarioText(p.scenario)
	}
	return c
}
