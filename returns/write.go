package returns

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// WriteText writes the return as a page of text.
func (r *Filled) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d\n%s\n%s\n", r.Title, r.Year, r.Place, r.Whom)
	if r.Trial {
		b.WriteString("TRIAL: invented people, for no law\n")
	}
	fmt.Fprintf(&b, "\n%s\n", r.Certificate)
	for i := range r.Tables {
		if err := r.Tables[i].text(&b); err != nil {
			return err
		}
	}
	b.WriteString("\nFrom the agency's own files, beside this:\n")
	for _, beside := range r.Beside {
		fmt.Fprintf(&b, "  %s\n", beside)
	}
	b.WriteString("\nWhat the law asks, in words of ours\n")
	for _, c := range r.Law {
		fmt.Fprintf(&b, "  %s\n    %s; %s\n", c.Says, c.Cite, c.Sure)
	}
	fmt.Fprintf(&b, "\n%s\n", r.checked())
	for _, finding := range r.Findings {
		fmt.Fprintf(&b, "  DOES NOT HOLD: %s\n", finding)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// checked says how far the return was checked.
func (r *Filled) checked() string {
	held, even := 0, 0
	for i := range r.Counts {
		if r.Counts[i].Held() {
			held++
		}
	}
	for i := range r.Sums {
		if r.Sums[i].Holds() {
			even++
		}
	}
	text := fmt.Sprintf("%d of %d countable cells are borne out by the log %s of %d entries, which says what happened up to %s; %d of %d sums come out even; %d lines of the book of %s count, each shown to be in the log. Years are counted in UTC, as the log's days are.",
		held, len(r.Counts), r.Log.Origin, r.Log.Size, orNone(r.Log.Published), even, len(r.Sums), r.Log.Lines, r.Log.Written.UTC().Format("2006-01-02 15:04 UTC"))
	if r.NotReported > 0 {
		text += fmt.Sprintf(" Cells not reported, since nobody entered them, and none of them a zero: %d.", r.NotReported)
	}
	return text
}

func orNone(day string) string {
	if day == "" {
		return "no day"
	}
	return day
}

func (t *Table) text(b *strings.Builder) error {
	fmt.Fprintf(b, "\n%s\n", t.Name)
	if t.Says != "" {
		fmt.Fprintf(b, "%s\n", t.Says)
	}
	if len(t.Rows) == 0 {
		b.WriteString("  none\n")
		return nil
	}
	tab := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, row := range t.grid(func(c Column) string { return c.Name }) {
		fmt.Fprintf(tab, "  %s\n", strings.Join(row, "\t"))
	}
	return tab.Flush()
}

// grid is the table as text, its head first.
func (t *Table) grid(head func(Column) string) (rows [][]string) {
	first := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		first[i] = head(c)
	}
	rows = append(rows, first)
	for _, row := range t.Rows {
		words := make([]string, len(row))
		for i, c := range row {
			words[i] = c.String()
		}
		rows = append(rows, words)
	}
	return rows
}

// WriteCSV writes the tables one below the other: a line with the name of each, its head with where the law asks for a column, its rows, and an empty line.
func (r *Filled) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{{r.Title}, {r.Return, r.Place, fmt.Sprint(r.Year)}, {r.Certificate}, {r.checked()}}
	for _, finding := range r.Findings {
		rows = append(rows, []string{"DOES NOT HOLD", finding})
	}
	for i := range r.Tables {
		t := &r.Tables[i]
		rows = append(rows, nil, []string{t.Name})
		rows = append(rows, t.grid(func(c Column) string {
			if c.Cite == "" {
				return c.Name
			}
			return c.Name + " (" + c.Cite + ")"
		})...)
	}
	return out.WriteAll(rows)
}
