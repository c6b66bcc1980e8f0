package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/offence"
)

type decideCmd struct {
	Files []string `arg:"" name:"file" help:"Case files, YAML or JSON (JSON lines too); - for standard input."`
	JSON  bool     `help:"One decision per line, as JSON."`
}

// Help is the example on the command's help page.
func (decideCmd) Help() string {
	return "Example: sallyport decide --json case.yaml\n\n" +
		"A class that nobody gave and the statute itself settles is filled in; the decision names the list. A given class that\n" +
		"such a list contradicts stands, with a note on standard error.\n" +
		"Exit status 0 when every case was decided, whatever the outcome; 2 when a case is malformed."
}

// Run decides each case of each file. A malformed case is reported and the others are still decided.
func (c decideCmd) Run(std streams) error {
	book, err := theBook()
	if err != nil {
		return err
	}
	malformed := false
	for _, name := range c.Files {
		if err := c.file(std, book, name, &malformed); err != nil {
			return err
		}
	}
	if malformed {
		return badInput(nil)
	}
	return nil
}

func (c decideCmd) file(std streams, book *law.Book, name string, malformed *bool) error {
	in, shown := std.in, "-"
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return badInput(err)
		}
		defer f.Close()
		in, shown = f, name
	}
	sure := newSureness(book)
	return casefile.Cases(shown, in, func(one *sallyport.Case, err error) error {
		if err != nil {
			fmt.Fprintln(std.err, err)
			*malformed = true
			return nil
		}
		filled, conflicts := offence.Fill(one)
		for _, c := range conflicts {
			fmt.Fprintf(std.err, "%s: case %s: note: %s\n", shown, orDash(one.ID), c)
		}
		decision := book.Decide(filled)
		if c.JSON {
			return json.NewEncoder(std.out).Encode(decision)
		}
		return printDecision(std.out, &decision, sure)
	})
}

// printDecision writes a decision for a person to read, with how sure the packs are of every rule.
func printDecision(w io.Writer, d *sallyport.Decision, sure sureness) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s\n", orDash(d.Case), d.Action, d.Outcome)
	for _, door := range d.Doors {
		fmt.Fprintf(&b, "  %s door, %s %s: %s\n", door.Door, orDash(door.Pack), door.Version, door.Outcome)
		for _, r := range door.Rules {
			fmt.Fprintf(&b, "    %s %s [%s]%s\n", r.Effect, r.ID, r.Cite, sure.of(r.ID, r.Cite))
			for _, because := range r.Because {
				fmt.Fprintf(&b, "      %s\n", because)
			}
		}
	}
	if !slices.ContainsFunc(d.Doors, func(door sallyport.Door) bool { return door.Door == "local" }) {
		fmt.Fprintln(&b, "  local door: silent; no pack in force speaks for this agency")
	}
	printList(&b, "not known, and could change it", d.Missing)
	printList(&b, "unsettled law", d.Unsettled)
	for _, duty := range d.Duties {
		fmt.Fprintf(&b, "  duty %s: %s [%s]%s\n", duty.ID, duty.Due, duty.Cite, sure.of(duty.ID, duty.Cite))
	}
	if d.Hold != nil {
		const layout = "Mon 2006-01-02 15:04 MST"
		fmt.Fprintf(&b, "  a hold could last from %s to %s (%s)\n", d.Hold.From.Format(layout), d.Hold.Until.Format(layout), d.Hold.Rule)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func printList(b *strings.Builder, what string, list []string) {
	if len(list) > 0 {
		fmt.Fprintf(b, "  %s: %s\n", what, strings.Join(list, ", "))
	}
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
