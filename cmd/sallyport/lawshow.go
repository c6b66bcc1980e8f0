package main

import (
	"fmt"
	"strings"

	"sallyport/law"
)

type lawShowCmd struct {
	Pack string `arg:"" help:"PACK or PACK@DATE."`
}

// Help is the example on the command's help page.
func (lawShowCmd) Help() string { return "Example: sallyport law show us/pep@2015-05-06" }

// Run prints the pack file: its text is written to be read.
func (c lawShowCmd) Run(std streams) error {
	book, err := theBook()
	if err != nil {
		return err
	}
	id, date, dated := strings.Cut(c.Pack, "@")
	p := book.Pack(id)
	if p == nil {
		return badInput(fmt.Errorf("%s: no such pack; see sallyport law list", id))
	}
	versions := p.Versions
	if dated {
		v := p.At(date)
		if v == nil {
			return badInput(fmt.Errorf("%s: no text of %s is in force on %q; see sallyport law list", c.Pack, id, date))
		}
		versions = []*law.Version{v}
	}
	fmt.Fprintf(std.out, "%s\n%s\n\n%s\n", p.ID, p.Title, p.Summary)
	for _, t := range p.Terms {
		fmt.Fprintf(std.out, "\n  %s: %s\n    [%s]\n    %s\n", t.Name, strings.TrimSpace(t.Says), t.Cite, t.Condition)
	}
	for _, q := range p.Questions {
		fmt.Fprintf(std.out, "\n  open: %s\n    %s\n    readings: %s; default: %s\n", q.ID, strings.TrimSpace(q.Asks), strings.Join(q.Readings, " / "), q.Default)
	}
	for _, v := range versions {
		showVersion(std, v)
	}
	return nil
}

func showVersion(std streams, v *law.Version) {
	until := "and still in force"
	if v.Until != "" {
		until = "to " + v.Until
	}
	fmt.Fprintf(std.out, "\nIn force from %s %s: %s\n", v.From, until, v.Instrument)
	for _, with := range v.Also {
		fmt.Fprintf(std.out, "  together with %s of %s\n", with.Pack.ID, with.From)
	}
	for action, why := range v.Silent {
		fmt.Fprintf(std.out, "  silent on %s: %s\n", action, why)
	}
	for _, r := range v.Rules {
		fmt.Fprintf(std.out, "\n  %s (%s)\n    %s\n    [%s] sure: %s\n", r.ID, strings.Join(r.For, ", "), r.Says, r.Cite, r.Sure)
		if r.Reading != "" {
			fmt.Fprintf(std.out, "    reading: %s\n", r.Reading)
		}
		fmt.Fprintf(std.out, "    %s\n", r.Effect())
	}
	for _, n := range v.Never {
		fmt.Fprintf(std.out, "\n  never: %s\n    %s\n", strings.TrimSpace(n.Says), n.Text)
	}
}
