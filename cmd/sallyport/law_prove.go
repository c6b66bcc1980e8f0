package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"sallyport"
	"sallyport/casefile"
	"sallyport/internal/cores"
	"sallyport/law"
	"sallyport/law/prove"
)

type lawProveCmd struct {
	Packs []string `arg:"" optional:"" name:"pack" help:"Packs to prove; all, unless named."`
	With  []string `placeholder:"PATH" help:"Pack files, or folders of packs, in the place of those built in."`
	Notes bool     `help:"Also list rules that never decide, and conditions that are always or never met."`
	Out   string   `placeholder:"FILE" help:"Write what breaks a claim as a scenario file, for law test."`
	JSON  bool     `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (lawProveCmd) Help() string {
	return "Example: sallyport law prove us/pep\n\n" +
		"Proves what the packs say they can never come to (never), that a text is nowhere more permissive than another (narrows), " +
		"and what holds for every pack: a citizen is never permitted, nor anyone while citizenship is indicated, and an I-247N never " +
		"yields a hold. A claim that fails is shown with the smallest case that breaks it, as a scenario that the packs meet " +
		"as they stand. Exit status 1 when a claim fails or cannot be proved."
}

// proved is how one claim came out.
type proved struct {
	claim    prove.Claim
	broken   *prove.Example
	scenario *casefile.Scenario
	err      error
	took     time.Duration
}

// Run proves every claim, on all processors.
func (c lawProveCmd) Run(std streams) error {
	book, packs, err := c.read()
	if err != nil {
		return err
	}
	start := time.Now()
	claims := prove.Claims(packs)
	proofs := make([]proved, len(claims))
	err = cores.Each(len(claims), func(i int) error {
		proofs[i] = proveOne(book, claims[i], i+1)
		return nil
	})
	if err != nil {
		return err
	}
	notes, err := c.notes(packs)
	if err != nil {
		return err
	}
	if err := writeScenarios(c.Out, brokenBy(proofs)); err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(std.out).Encode(proofsJSON(proofs, notes, time.Since(start)))
	} else {
		err = printProofs(std.out, proofs, notes, time.Since(start))
	}
	if failed := slices.ContainsFunc(proofs, func(p proved) bool { return p.broken != nil || p.err != nil }); err == nil && failed {
		return findings()
	}
	return err
}

// read compiles the book and finds the packs named.
func (c lawProveCmd) read() (*law.Book, []*law.Pack, error) {
	book, _, err := bookWith(c.With)
	if err != nil {
		return nil, nil, err
	}
	if len(c.Packs) == 0 {
		return book, book.Packs, nil
	}
	var all []*law.Pack
	for _, id := range c.Packs {
		p, err := packNamed(book, id)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, p)
	}
	return book, all, nil
}

func proveOne(book *law.Book, claim prove.Claim, number int) proved {
	start := time.Now()
	p := proved{claim: claim}
	p.broken, p.err = p.claim.Check()
	p.took = time.Since(start)
	if p.broken != nil {
		name := fmt.Sprintf("%s-claim-%d", nameOfText(claim.Version), number)
		p.scenario = p.broken.Scenario(name, claim.Says, book, claim.Version)
	}
	return p
}

// nameOfText names a version in the way scenarios are named.
func nameOfText(v *law.Version) string {
	return strings.NewReplacer("/", "-", "@", "-").Replace(prove.Name(v))
}

func (c lawProveCmd) notes(packs []*law.Pack) ([]prove.Note, error) {
	var versions []*law.Version
	for _, p := range packs {
		if c.Notes {
			versions = append(versions, p.Versions...)
		}
	}
	notes := make([][]prove.Note, len(versions))
	err := cores.Each(len(versions), func(i int) (err error) {
		notes[i], err = prove.Notes(versions[i])
		return err
	})
	return slices.Concat(notes...), err
}

func brokenBy(proofs []proved) []*casefile.Scenario {
	var all []*casefile.Scenario
	for _, p := range proofs {
		if p.scenario != nil {
			all = append(all, p.scenario)
		}
	}
	return all
}

// writeScenarios writes a scenario file where one is asked for.
func writeScenarios(name string, scenarios []*casefile.Scenario) error {
	if name == "" {
		return nil
	}
	if len(scenarios) == 0 {
		return writeFile(name, func(w io.Writer) error { _, err := io.WriteString(w, "# nothing found\n"); return err })
	}
	return writeFile(name, func(w io.Writer) error { return casefile.WriteScenarios(w, scenarios...) })
}

func printProofs(out io.Writer, proofs []proved, notes []prove.Note, took time.Duration) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	held, pairs := 0, 0
	for i := range proofs {
		p := &proofs[i]
		if p.broken == nil && p.err == nil {
			held++
		}
		if p.claim.Than != nil {
			pairs++
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%.1f ms\n", p.verdict(), prove.Name(p.claim.Version), p.claim.Says, p.milliseconds())
		if p.err != nil {
			fmt.Fprintf(w, "\t\t%v\t\n", p.err)
		}
	}
	for _, n := range notes {
		fmt.Fprintf(w, "note\t%s\t%s (%s): %s\t\n", prove.Name(n.Version), n.Rule.ID, strings.Join(n.Actions, ", "), n.Says)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "%d claims, %d of them of two texts: %d hold, %d do not (%.2f s)\n",
		len(proofs), pairs, held, len(proofs)-held, took.Seconds()); err != nil {
		return err
	}
	return printBroken(out, proofs)
}

// printBroken writes what breaks the claims, ready to be saved as a scenario file.
func printBroken(out io.Writer, proofs []proved) error {
	for _, p := range proofs {
		if p.scenario == nil {
			continue
		}
		fmt.Fprintf(out, "---\n# %s: %s\n# A case that breaks it: %s. It expects what the packs come to now.\n",
			prove.Name(p.claim.Version), p.claim.Says, outcomes(p.broken.Outcomes, p.claim.Version, p.claim.Than))
		if err := casefile.WriteScenarios(out, p.scenario); err != nil {
			return err
		}
	}
	return nil
}

// outcomes says what each text comes to.
func outcomes(all []sallyport.Outcome, texts ...*law.Version) string {
	var said []string
	for i, o := range all {
		said = append(said, fmt.Sprintf("%s under %s", o, prove.Name(texts[i])))
	}
	return strings.Join(said, ", ")
}

func (p *proved) verdict() string {
	switch {
	case p.err != nil:
		return "NOT PROVED"
	case p.broken != nil:
		return "FAILS"
	}
	return "holds"
}

func (p *proved) milliseconds() float64 { return float64(p.took.Microseconds()) / 1000 }

// scenarioText is a scenario as a file holds it.
func scenarioText(s *casefile.Scenario) string {
	var b strings.Builder
	if err := casefile.WriteScenarios(&b, s); err != nil {
		return errors.Join(errors.New("not a scenario"), err).Error()
	}
	return b.String()
}
