package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/sign"
)

type lawShowCmd struct {
	Pack string   `arg:"" help:"PACK or PACK@DATE."`
	With []string `placeholder:"PATH" help:"Pack files, or folders of packs, in the place of those built in or beside them."`
	counselFlags
	JSON bool `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (lawShowCmd) Help() string { return "Example: sallyport law show us/pep@2015-05-06" }

// Run prints the pack: all that its file says, for reading in a terminal.
func (c lawShowCmd) Run(std streams) error {
	book, err := bookBeside(c.With)
	if err != nil {
		return err
	}
	versions, err := textsNamed(book, c.Pack)
	if err != nil {
		return err
	}
	p := versions[0].Pack
	signed, err := c.signed(p, c.With)
	if err != nil {
		return err
	}
	signed = slices.DeleteFunc(signed, func(s sign.Signed) bool { return !slices.Contains(versions, s.Version) })
	if c.JSON {
		return writeJSON(std.out, whole(p, signed))
	}
	show := shower{std.out}
	show.pack(p)
	for i := range signed {
		show.version(&signed[i])
	}
	return nil
}

// shower prints a pack, wrapped to the width of a page.
type shower struct{ out io.Writer }

const pageWidth = 100

// text prints words at an indent, the further lines two deeper where they continue a label.
func (s shower) text(indent int, label, text string) {
	words := strings.Fields(text)
	line := strings.Repeat(" ", indent) + label
	for i, word := range words {
		space := " "
		if strings.TrimSpace(line) == "" {
			space = ""
		}
		if i > 0 && len([]rune(line))+len(space)+len([]rune(word)) > pageWidth {
			fmt.Fprintln(s.out, line)
			line, space = strings.Repeat(" ", indent), ""
			if label != "" {
				line += "  "
			}
		}
		line += space + word
	}
	fmt.Fprintln(s.out, line)
}

func (s shower) pack(p *law.Pack) {
	s.text(0, "", p.ID)
	s.text(0, "", p.Title)
	door := "local door, at " + p.Place + " and below"
	if p.Federal {
		door = "federal door"
	}
	s.text(0, "", door)
	fmt.Fprintln(s.out)
	s.text(0, "", p.Summary)
	for _, t := range p.Terms {
		fmt.Fprintln(s.out)
		s.text(2, "term "+t.Name+":", t.Says)
		s.text(4, "", "["+t.Cite+"]")
		s.text(4, "=", t.Condition)
	}
	for _, q := range p.Questions {
		fmt.Fprintln(s.out)
		s.text(2, "open "+q.ID+":", q.Asks)
		s.text(4, "readings:", strings.Join(q.Readings, " / "))
		s.text(4, "until settled:", q.Default)
	}
}

func (s shower) version(v *sign.Signed) {
	until := "and still in force"
	if v.Until != "" {
		until = "to " + v.Until
	}
	fmt.Fprintln(s.out)
	s.text(0, "In force from "+v.From+" "+until+":", v.Instrument)
	for _, line := range v.Says() {
		s.text(2, "counsel:", line)
	}
	s.text(2, "text:", v.Text)
	s.text(2, "rules:", v.Hashes.Rules)
	s.text(2, "cases:", v.Cases)
	s.text(2, "binds:", strings.Join(bound(v.Version), ", "))
	for _, with := range v.Also {
		s.text(2, "together with:", with.Pack.ID+" of "+with.From)
	}
	for _, than := range v.Narrows {
		s.text(2, "never more permissive than:", than.Pack.ID+" of "+than.From)
	}
	for _, action := range sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values {
		if why, ok := v.Silent[action]; ok {
			s.text(2, "silent on "+action+":", why)
		}
	}
	for _, r := range v.Version.Rules {
		s.rule(r)
	}
	for _, n := range v.Never {
		fmt.Fprintln(s.out)
		s.text(2, "never:", n.Says)
		s.text(4, "when", n.Text)
	}
}

func (s shower) rule(r *law.Rule) {
	fmt.Fprintln(s.out)
	s.text(2, r.ID, "("+strings.Join(r.For, ", ")+")")
	s.text(4, "", r.Says)
	s.text(4, "["+r.Cite+"]", "sure: "+r.Sure)
	if r.Reading != "" {
		s.text(4, "reading:", r.Reading)
	}
	s.text(4, "", r.Effect())
	if r.Waits {
		s.text(4, "", "the hold clock does not run until this is shown")
	}
}

// bound lists the kinds of custodian the text binds.
func bound(v *law.Version) []string {
	if v.Binds == law.AllKinds {
		return []string{"every custodian"}
	}
	var kinds []string
	for i, kind := range sallyport.CaseFacts[sallyport.CaseFact("agency_kind")].Values {
		if v.Binds&(1<<i) != 0 {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
