package main

import (
	"fmt"
	"io"
	"strings"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law/trial"
)

// printSuggestions writes a scenario for everything that no case tries, found by changing a fact or two of the cases
// there are. What it expects is left open: a person says what the text comes to.
func printSuggestions(out io.Writer, c *trial.Coverage, cases []*sallyport.Case) error {
	for _, s := range c.Suggest(cases) {
		first := s.Points[0]
		scenario := casefile.Scenario{Name: slug(first), Source: first.Rule, Case: *s.Case}
		scenario.Case.ID = scenario.Name
		fmt.Fprintln(out, "---")
		for _, p := range s.Points {
			fmt.Fprintf(out, "# %s\n", describe(p))
		}
		if err := casefile.WriteScenarios(out, &scenario); err != nil {
			return err
		}
	}
	for _, p := range c.Untried() {
		fmt.Fprintf(out, "# no case found: %s\n", describe(p))
	}
	return nil
}

func describe(p *trial.Point) string {
	return strings.Join([]string{p.Version.Pack.ID, p.Version.From, orDash(p.Action), orDash(p.Rule), p.Value}, "  ")
}

// slug names a scenario after what it tries.
func slug(p *trial.Point) string {
	words := strings.FieldsFunc(strings.ToLower(p.Version.From+" "+p.Action+" "+p.Rule+" "+p.Value), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}
