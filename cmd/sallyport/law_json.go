package main

import (
	"encoding/json"
	"io"

	"sallyport"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/sign"
	"sallyport/law/trial"
)

// The JSON documents of the commands on packs.

type packJSON struct {
	Pack      string         `json:"pack"`
	Title     string         `json:"title"`
	Place     string         `json:"place"`
	Door      string         `json:"door"`
	Summary   string         `json:"summary"`
	Terms     []termJSON     `json:"terms,omitempty"`
	Questions []questionJSON `json:"questions,omitempty"`
	Versions  []versionJSON  `json:"versions"`
}

type termJSON struct {
	Name      string `json:"name"`
	Says      string `json:"says"`
	Cite      string `json:"cite"`
	Condition string `json:"condition"`
}

type questionJSON struct {
	ID       string   `json:"id"`
	Asks     string   `json:"asks"`
	Readings []string `json:"readings"`
	Default  string   `json:"default"`
}

type versionJSON struct {
	From       string            `json:"from"`
	Until      string            `json:"until,omitempty"`
	Instrument string            `json:"instrument"`
	Text       string            `json:"text"` // SHA-256, as docs/law/README.md says of what
	RulesHash  string            `json:"rules_hash"`
	Cases      string            `json:"cases"`
	Signatures []signatureJSON   `json:"signatures"`
	Binds      []string          `json:"binds,omitempty"` // absent where every custodian is bound
	Also       []string          `json:"also,omitempty"`
	Narrows    []string          `json:"narrows,omitempty"`
	Silent     map[string]string `json:"silent,omitempty"`
	Rules      []ruleJSON        `json:"rules,omitempty"`
	Never      []neverJSON       `json:"never,omitempty"`
}

type signatureJSON struct {
	Name    string     `json:"name"`
	Day     string     `json:"day"`
	Key     string     `json:"key"`
	State   sign.State `json:"state"`
	Changed []string   `json:"changed,omitempty"`
	Wrong   string     `json:"wrong,omitempty"`
}

type ruleJSON struct {
	ID        string   `json:"id"`
	For       []string `json:"for"`
	Says      string   `json:"says"`
	Cite      string   `json:"cite"`
	Sure      string   `json:"sure"`
	Reading   string   `json:"reading,omitempty"`
	Effect    string   `json:"effect"`
	Condition string   `json:"condition,omitempty"`
	Where     string   `json:"where,omitempty"`
}

type neverJSON struct {
	Says      string `json:"says"`
	Condition string `json:"condition"`
}

// head is a pack with its versions as law list shows them.
func head(p *law.Pack, versions []sign.Signed) packJSON {
	out := packJSON{Pack: p.ID, Title: p.Title, Place: p.Place, Door: "local", Summary: p.Summary}
	if p.Federal {
		out.Door = "federal"
	}
	for i := range versions {
		out.Versions = append(out.Versions, headOf(&versions[i]))
	}
	return out
}

func headOf(v *sign.Signed) versionJSON {
	out := versionJSON{From: v.From, Until: v.Until, Instrument: v.Instrument, Text: v.Text, RulesHash: v.Hashes.Rules, Cases: v.Cases, Signatures: []signatureJSON{}}
	for _, s := range v.Signatures {
		out.Signatures = append(out.Signatures, signatureJSON{s.Name, s.Day, s.Key, s.State, s.Changed, s.Wrong})
	}
	return out
}

// whole is a pack with all that law show shows, in the versions given.
func whole(p *law.Pack, versions []sign.Signed) packJSON {
	out := head(p, nil)
	for _, t := range p.Terms {
		out.Terms = append(out.Terms, termJSON{t.Name, t.Says, t.Cite, t.Condition})
	}
	for _, q := range p.Questions {
		out.Questions = append(out.Questions, questionJSON(q))
	}
	for i := range versions {
		out.Versions = append(out.Versions, wholeVersion(&versions[i]))
	}
	return out
}

func wholeVersion(v *sign.Signed) versionJSON {
	out := headOf(v)
	out.Silent = v.Silent
	if v.Binds != law.AllKinds {
		out.Binds = bound(v.Version)
	}
	for _, with := range v.Also {
		out.Also = append(out.Also, with.Pack.ID+"@"+with.From)
	}
	for _, than := range v.Narrows {
		out.Narrows = append(out.Narrows, than.Pack.ID+"@"+than.From)
	}
	for _, r := range v.Version.Rules {
		out.Rules = append(out.Rules, ruleJSON{r.ID, r.For, r.Says, r.Cite, r.Sure, r.Reading, r.Effect(), r.Condition, r.Scope})
	}
	for _, n := range v.Never {
		out.Never = append(out.Never, neverJSON{n.Says, n.Text})
	}
	return out
}

type testJSON struct {
	Passed   int           `json:"passed"`
	Failed   int           `json:"failed"`
	NoPack   int           `json:"no_pack"`
	Disputed int           `json:"disputed"`
	Shown    []resultJSON  `json:"scenarios"` // those that did not pass or, with --verbose, all
	Coverage *coverageJSON `json:"coverage,omitempty"`
}

type resultJSON struct {
	File        string            `json:"file"`
	Line        int               `json:"line"`
	Scenario    string            `json:"scenario"`
	Verdict     trial.Verdict     `json:"verdict"`
	Outcome     sallyport.Outcome `json:"outcome"`
	Differences []string          `json:"differences,omitempty"`
}

type coverageJSON struct {
	Tried   int         `json:"tried"`
	Of      int         `json:"of"`
	Untried []pointJSON `json:"untried"`
}

type pointJSON struct {
	Pack    string `json:"pack"`
	Version string `json:"version"`
	Action  string `json:"action,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Value   string `json:"value"`
}

func coverageOf(c *trial.Coverage) *coverageJSON {
	out := &coverageJSON{Untried: []pointJSON{}}
	for _, p := range c.Untried() {
		out.Untried = append(out.Untried, pointJSON{p.Version.Pack.ID, p.Version.From, p.Action, p.Rule, p.Value})
	}
	for _, p := range c.Points {
		if p.Cases > 0 {
			out.Tried++
		}
	}
	out.Of = out.Tried + len(out.Untried)
	return out
}

type checkJSON struct {
	Packs    int           `json:"packs"`
	Findings []findingJSON `json:"findings"`
}

type findingJSON struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	What  string `json:"what,omitempty"`
	Wrong string `json:"wrong"`
}

func checkOf(packs int, problems []compile.Problem) checkJSON {
	out := checkJSON{Packs: packs, Findings: []findingJSON{}}
	for _, p := range problems {
		out.Findings = append(out.Findings, findingJSON{p.File, p.Line, p.What, p.Wrong})
	}
	return out
}

func writeJSON(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(document)
}
