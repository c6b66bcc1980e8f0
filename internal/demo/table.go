package demo

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sallyport"
)

// WriteTable prints the story: what was asked of whom and what each door said, and beside it the programme before.
func (s *Story) WriteTable(w io.Writer) error {
	story := table{widths: []int{22, 16, 34, 34, 22}}
	story.row("who, where", "asked", "federal door (PEP)", "local door", "how it ended")
	story.rule()
	for i := range s.Cases {
		c := &s.Cases[i]
		for j, asked := range c.Asks {
			who, ended := "", ""
			if j == 0 {
				who = fmt.Sprintf("%d %s\n%s\n%s", i+1, c.Name, c.Reference, c.Jail)
			}
			if j == len(c.Asks)-1 {
				ended = c.ending()
			}
			what := asked.What
			if what == "" {
				what = "nothing"
			}
			story.row(who, what, door(asked.Federal), door(asked.Local), ended)
		}
		story.rule()
	}
	earlier := table{widths: []int{22, 53, 53}}
	earlier.row("the same, before", "Secure Communities: federal side", "local law, the same day")
	earlier.rule()
	for i := range s.Cases {
		c := &s.Cases[i]
		earlier.row(fmt.Sprintf("%d %s", i+1, c.Name), beside(c.Before, "federal"), beside(c.Before, "local"))
	}
	_, err := fmt.Fprintf(w, "Invented people, synthesised prints. The rules are real; the people's answers are scripted.\n\n%s\n"+
		"Beside it: a hold on form I-247, as asked for until 2014, about the same people with the same records.\n\n%s\n%s", &story, &earlier, s.logLine())
	return err
}

func (s *Story) logLine() string {
	var lines strings.Builder
	for _, b := range s.Books {
		fmt.Fprintf(&lines, "The log of %s: %d entries, root %s.\n", b.Name, b.Checkpoint.Size, b.Checkpoint.Root)
	}
	return lines.String() + "#n is an entry's index in it. Each entry was checked against the signed checkpoint.\n"
}

// ending is what both doors said after service, how the path ended, and the indices of the purges.
func (c *Case) ending() string {
	var lines []string
	for _, asked := range c.Asks {
		if asked.Served == nil {
			continue
		}
		lines = append(lines, fmt.Sprintf("copy served, then both doors: %s, %s", asked.Served.Outcome, asked.Served.Entry()))
		if hold := asked.Served.Hold; hold != nil {
			lines = append(lines, "hold to "+hold.Until.Format("2006-01-02 15:04")+" ("+hold.Rule+")")
		}
	}
	lines = append(lines, c.Ended)
	for _, r := range c.Records {
		if r.Receipt != "" {
			lines = append(lines, fmt.Sprintf("purged, %s #%d", r.Book, r.Entries[len(r.Entries)-1].Index))
		}
	}
	return strings.Join(lines, "\n")
}

// door is a door's outcome with its entry on the record, the rules that made it, their citations, and what is missing.
func door(j *Judged) string {
	if j == nil {
		return "not reached"
	}
	return fmt.Sprintf("%s, %s\n%s", strings.ToUpper(string(j.Outcome)), j.Entry(), because(&j.Decision))
}

// because names every rule that refuses or is open, but of those that permit only the last: the ground.
func because(d *sallyport.Decision) string {
	var lines []string
	for _, rule := range Deciding(d) {
		lines = append(lines, rule.ID+" ("+rule.Cite+")")
	}
	if more := len(lines) - 1; d.Outcome == sallyport.Permitted && more > 0 {
		lines = []string{lines[more], fmt.Sprintf("and %d more", more)}
	}
	if len(d.Missing) > 0 && d.Outcome == sallyport.Unresolved {
		lines = append(lines, "missing: "+strings.Join(d.Missing, ", "))
	}
	if d.Outcome == sallyport.Silent {
		lines = append(lines, "no local law speaks to it")
	}
	return strings.Join(lines, "\n")
}

func beside(d *sallyport.Decision, name string) string {
	if d == nil {
		return "nobody was confirmed"
	}
	side := Side(d, name)
	return strings.ToUpper(string(side.Outcome)) + "\n" + because(&side)
}

// table lays out rows of cells, each wrapped to its column's width.
type table struct {
	strings.Builder
	widths []int
}

func (t *table) rule() {
	total := 2 * (len(t.widths) - 1)
	for _, width := range t.widths {
		total += width
	}
	t.WriteString(strings.Repeat("-", total) + "\n")
}

func (t *table) row(cells ...string) {
	columns := make([][]string, len(cells))
	height := 0
	for i, cell := range cells {
		columns[i] = wrap(cell, t.widths[i])
		height = max(height, len(columns[i]))
	}
	for y := range height {
		var line strings.Builder
		for i, lines := range columns {
			text := ""
			if y < len(lines) {
				text = lines[y]
			}
			line.WriteString(text + strings.Repeat(" ", t.widths[i]-utf8.RuneCountInString(text)+2))
		}
		t.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// wrap breaks text into lines of at most width characters, at spaces where it can.
func wrap(text string, width int) (lines []string) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width {
				line += " " + word
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for utf8.RuneCountInString(word) > width {
				cut := []rune(word)
				lines, word = append(lines, string(cut[:width])), string(cut[width:])
			}
			line = word
		}
		lines = append(lines, line)
	}
	return lines
}
