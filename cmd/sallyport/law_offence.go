package main

import (
	"fmt"
	"io"

	"sallyport/law/offence"
)

type lawOffenceCmd struct {
	Statute string `arg:"" help:"One citation, as in a case."`
	Place   string `help:"Place of the conviction: us-ca. A citation that names no state, PC 459, is read there only."`
	Grade   string `help:"Grade of the conviction, where it is known." enum:",felony,misdemeanor,infraction" default:""`
}

// Help is the example on the command's help page.
func (lawOffenceCmd) Help() string {
	return "Example: sallyport law offence --place us-ca \"PC 245(a)(1)\"\n\n" +
		"Says how the citation is read, and what the tables of published lists settle about an offence under it. Exit status 2\n" +
		"where it is not one citation that is read."
}

// Run explains one citation.
func (c lawOffenceCmd) Run(std streams) error {
	s, ok := offence.Parse(c.Statute, c.Place)
	if !ok {
		return badInput(fmt.Errorf("%q: not read as one section of a code that the tables know, so nothing is filled in; "+
			"write it as in \"Cal. Penal Code 245(a)(1)\", or name the place", c.Statute))
	}
	fmt.Fprintf(std.out, "%s\n", s)
	if s.Inchoate != offence.Completed {
		fmt.Fprintf(std.out, "  %s only, of section %s\n", s.Inchoate, s.Section)
	}
	classes := offence.Classes(s, c.Grade)
	for _, class := range classes {
		printRow(std.out, &class.Row)
		for i := range class.Also {
			fmt.Fprint(std.out, "  or, as rightly,\n")
			printRow(std.out, &class.Also[i])
		}
	}
	if len(classes) == 0 {
		fmt.Fprintln(std.out, "  nothing is settled; where a list is open, a person may still judge that the offence is on it")
	}
	printConditional(std.out, s, c.Grade)
	return nil
}

// printConditional lists what would be settled if the grade were known, or another.
func printConditional(out io.Writer, s offence.Statute, grade string) {
	for _, other := range []string{"felony", "misdemeanor"} {
		for _, class := range offence.Classes(s, other) {
			if class.Grade != "" && class.Grade != grade {
				fmt.Fprintf(out, "  if convicted as a %s:\n", other)
				printRow(out, &class.Row)
			}
		}
	}
}

func printRow(out io.Writer, r *offence.Row) {
	fmt.Fprintf(out, "  %s = %s, from %s (table %s; %s)\n", r.Fact, r.Shows(), r.Cite, r.Table, r.Sure)
	fmt.Fprintf(out, "    read: %s\n    at %s\n", r.Source.Read, r.Source.Address)
}
