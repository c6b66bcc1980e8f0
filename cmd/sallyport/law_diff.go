package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/prove"
	"sallyport/law/prove/finite"
)

type lawDiffCmd struct {
	A    string   `arg:"" help:"PACK or PACK@DATE; without a date, its newest text."`
	B    string   `arg:"" help:"PACK or PACK@DATE."`
	With []string `placeholder:"PATH" help:"Pack files, or folders of packs, in the place of those built in."`
	Out  string   `placeholder:"FILE" help:"Write the cases as a scenario file, for law test."`
	JSON bool     `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (lawDiffCmd) Help() string {
	return "Example: sallyport law diff us/pep us/secure-communities@2014-06-01\n\n" +
		"For every action and every pair of outcomes in which the two texts come apart, prints the smallest case, dated on a day of " +
		"the text that is less strict, and how many kinds of cases come apart like that. Exit status 0 when there is no difference, " +
		"1 when there are."
}

// Run prints the differences.
func (c lawDiffCmd) Run(std streams) error {
	book, _, err := bookWith(c.With)
	if err != nil {
		return err
	}
	var texts [2]*law.Version
	for i, name := range []string{c.A, c.B} {
		named, err := textsNamed(book, name)
		if err != nil {
			return err
		}
		texts[i] = named[len(named)-1]
	}
	differences, err := prove.Diff(texts[0], texts[1])
	if err != nil {
		return badInput(fmt.Errorf("%s and %s: %w", c.A, c.B, err))
	}
	scenarios := make([]*casefile.Scenario, len(differences))
	for i := range differences {
		scenarios[i] = scenarioOf(book, texts, &differences[i])
	}
	if err := writeScenarios(c.Out, scenarios); err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(std.out).Encode(differencesJSON(texts, differences, scenarios))
	} else {
		err = printDifferences(std.out, texts, differences, scenarios)
	}
	if err == nil && len(differences) > 0 {
		return findings()
	}
	return err
}

func scenarioOf(book *law.Book, texts [2]*law.Version, d *prove.Difference) *casefile.Scenario {
	laxer := texts[d.Laxer]
	name := fmt.Sprintf("%s-%s-%s-not-%s", nameOfText(laxer), d.Action, d.Outcomes[d.Laxer], d.Outcomes[1-d.Laxer])
	return d.Scenario(name, outcomes(d.Outcomes, texts[0], texts[1]), book, laxer)
}

func printDifferences(out io.Writer, texts [2]*law.Version, all []prove.Difference, scenarios []*casefile.Scenario) error {
	for i := range all {
		d := &all[i]
		fmt.Fprintf(out, "---\n# %s: %s\n# %s\n", d.Action, outcomes(d.Outcomes, texts[0], texts[1]), counted(d.Cases, d.Of))
		if err := casefile.WriteScenarios(out, scenarios[i]); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "# %s and %s: %d differences\n", prove.Name(texts[0]), prove.Name(texts[1]), len(all))
	return err
}

// counted says how many of the abstract cases a difference has.
func counted(cases, of *big.Int) string {
	if cases == nil {
		return "too many kinds of cases to count; the smallest:"
	}
	share, _ := new(big.Rat).SetFrac(cases, of).Float64()
	return fmt.Sprintf("%.3g of %.3g abstract cases with up to %d offences a list (%.2g %%); the smallest:",
		float(cases), float(of), finite.CountedOffences, 100*share)
}

func float(n *big.Int) float64 {
	f, _ := new(big.Float).SetInt(n).Float64()
	return f
}

// diffJSON is the document of law diff --json. Counts are texts, for they outgrow a number.
type diffJSON struct {
	A           string           `json:"a"`
	B           string           `json:"b"`
	Differences []differenceJSON `json:"differences"`
}

type differenceJSON struct {
	Action   string            `json:"action"`
	A        sallyport.Outcome `json:"a"`
	B        sallyport.Outcome `json:"b"`
	Laxer    string            `json:"laxer"` // a or b
	Cases    string            `json:"cases,omitempty"`
	Of       string            `json:"of,omitempty"`
	Scenario string            `json:"scenario"` // YAML
}

func differencesJSON(texts [2]*law.Version, all []prove.Difference, scenarios []*casefile.Scenario) diffJSON {
	out := diffJSON{A: prove.Name(texts[0]), B: prove.Name(texts[1]), Differences: []differenceJSON{}}
	for i, d := range all {
		one := differenceJSON{
			Action: d.Action, A: d.Outcomes[0], B: d.Outcomes[1], Laxer: string("ab"[d.Laxer]), Scenario: scenarioText(scenarios[i]),
		}
		if d.Cases != nil {
			one.Cases, one.Of = d.Cases.String(), d.Of.String()
		}
		out.Differences = append(out.Differences, one)
	}
	return out
}
