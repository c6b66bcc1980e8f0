package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/offence"
	"sallyport/law/sql"
)

type lawSQLCmd struct {
	Pack    string   `arg:"" help:"PACK or PACK@DATE; without a date, all of its texts."`
	Dialect string   `required:"" enum:"postgres,sqlite" help:"Whose SQL the tables are declared in: ${enum}."`
	Schema  bool     `help:"Declare the tables first."`
	Load    []string `placeholder:"FILE" help:"Insert the cases of these files, YAML or JSON (JSON lines too); - for standard input."`
	With    []string `placeholder:"PATH" help:"Pack files, or folders of packs, in the place of those built in."`
	JSON    bool     `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (lawSQLCmd) Help() string {
	return "Example: sallyport law sql us/pep@2015-05-06 --dialect sqlite --schema --load cases.yaml | sqlite3 cases.db\n\n" +
		"Prints a view for each text: the outcome of every case in the table cases, the rules that refuse it, and for each rule " +
		"whether its condition holds. NULL is not known. docs/law/sql.md has an example from end to end."
}

// sqlJSON is the command's output for programs.
type sqlJSON struct {
	Schema  string     `json:"schema,omitempty"`
	Inserts string     `json:"inserts,omitempty"`
	Views   []viewJSON `json:"views"`
}

type viewJSON struct {
	Name    string       `json:"name"`
	Pack    string       `json:"pack"`
	Version string       `json:"version"`
	SQL     string       `json:"sql"`
	Rules   []columnJSON `json:"rules"`
}

type columnJSON struct {
	Column string `json:"column"`
	ID     string `json:"id"`
	Cite   string `json:"cite"`
}

// Run prints the tables, the cases and the views that were asked for, in that order.
func (c lawSQLCmd) Run(std streams) error {
	book, _, err := bookWith(c.With)
	if err != nil {
		return err
	}
	versions, err := textsNamed(book, c.Pack)
	if err != nil {
		return err
	}
	tables := sql.NewTables(book.Packs)
	out := sqlJSON{Views: make([]viewJSON, len(versions))}
	if c.Schema {
		out.Schema = tables.Schema(sql.Dialect(c.Dialect))
	}
	if out.Inserts, err = c.inserts(std, tables); err != nil {
		return err
	}
	for i, v := range versions {
		out.Views[i] = view(v)
	}
	if c.JSON {
		return writeJSON(std.out, out)
	}
	text := out.Schema + out.Inserts
	for _, v := range out.Views {
		text += v.SQL + "\n"
	}
	_, err = io.WriteString(std.out, text)
	return err
}

func view(v *law.Version) viewJSON {
	q := sql.NewQuery(v)
	out := viewJSON{Name: q.Name, Pack: v.Pack.ID, Version: v.From, SQL: q.View(), Rules: make([]columnJSON, len(q.Rules))}
	for i, r := range q.Rules {
		out.Rules[i] = columnJSON{r.Name, r.Rule.ID, r.Rule.Cite}
	}
	return out
}

// inserts writes the cases of the files, with what their statutes settle, as decide reads them. All or nothing: a
// table with cases missing would be counted wrongly.
func (c lawSQLCmd) inserts(std streams, tables *sql.Tables) (string, error) {
	var b strings.Builder
	for _, name := range c.Load {
		if err := insertFile(&b, std, name, tables); err != nil {
			return "", badInput(err)
		}
	}
	return b.String(), nil
}

func insertFile(b *strings.Builder, std streams, name string, tables *sql.Tables) error {
	in := std.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	return casefile.Cases(name, in, func(one *sallyport.Case, err error) error {
		if err != nil {
			return err
		}
		filled, conflicts := offence.Fill(one)
		for _, c := range conflicts {
			fmt.Fprintf(std.err, "%s: case %s: note: %s\n", name, orDash(one.ID), c)
		}
		text, err := tables.Insert(filled)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b.WriteString(text)
		return nil
	})
}
