package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// lawCmd groups the commands on packs.
type lawCmd struct {
	List   lawListCmd   `cmd:"" help:"List the packs and their versions."`
	Show   lawShowCmd   `cmd:"" help:"Show the text of a pack, with its citations."`
	Test   lawTestCmd   `cmd:"" help:"Hold scenario files against the packs."`
	Check  lawCheckCmd  `cmd:"" help:"Check pack files: everything that is wrong, by line."`
	Render lawRenderCmd `cmd:"" help:"Write the page of a pack that counsel reviews."`
	Prove  lawProveCmd  `cmd:"" help:"Prove what the packs can never permit, and which text narrows which."`
	Diff   lawDiffCmd   `cmd:"" help:"Show the smallest cases that two texts decide differently."`

	Key  lawKeyCmd  `cmd:"" help:"Make the key that counsel signs packs with."`
	Sign lawSignCmd `cmd:"" help:"Sign a pack as counsel: its text, rules and cases."`

	Compile lawCompileCmd `cmd:"" help:"Write the packs in the form that decides without a parser."`
	SQL     lawSQLCmd     `cmd:"" name:"sql" help:"Write a pack as SQL over tables of cases."`
	Offence lawOffenceCmd `cmd:"" help:"Explain what the offence tables say of a statute as cited."`
}

type lawListCmd struct {
	With []string `placeholder:"PATH" help:"Pack files, or folders of packs, in the place of those built in or beside them."`
	counselFlags
	JSON bool `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (lawListCmd) Help() string { return "Example: sallyport law list" }

// Run lists one line per version.
func (c lawListCmd) Run(std streams) error {
	book, err := bookBeside(c.With)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	packs := make([]packJSON, len(book.Packs))
	for i, p := range book.Packs {
		signed, err := c.signed(p, c.With)
		if err != nil {
			return err
		}
		packs[i] = head(p, signed)
		for _, v := range signed {
			until := v.Until
			if until == "" {
				until = "in force"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", p.ID, v.From, until, strings.Join(v.Says(), "; "), v.Instrument)
		}
	}
	if c.JSON {
		return writeJSON(std.out, packs)
	}
	return w.Flush()
}
