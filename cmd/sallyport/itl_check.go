package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/ebts"
)

type itlCheckCmd struct {
	File    string `arg:"" help:"Transaction file."`
	Lenient bool   `help:"List apart what a receiving system would repair."`
	JSON    bool   `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (itlCheckCmd) Help() string {
	return "Example: sallyport itl check card.eft\n\n" +
		"Each finding says where, what, what to do, what stands there and why it matters. Notes are about what complies and has yet been\n" +
		"refused elsewhere; they do not count. Exit status 0 when nothing is wrong, 1 with findings, 2 when the file is not such a\n" +
		"transaction at all."
}

// Run prints repairs, findings and notes.
func (c itlCheckCmd) Run(std streams) error {
	data, err := readInput(c.File)
	if err != nil {
		return err
	}
	report, err := c.check(data)
	if err != nil {
		return badInput(fmt.Errorf("%s:%w", c.File, err))
	}
	if c.JSON {
		err = json.NewEncoder(std.out).Encode(report)
	} else {
		err = report.write(std.out, c.File, data)
	}
	if err == nil && len(report.Repairs)+len(report.Findings) > 0 {
		return findings()
	}
	return err
}

// itlReport is what `itl check --json` prints.
type itlReport struct {
	Repairs   []itl.Finding `json:"repairs"`
	Findings  []itl.Finding `json:"findings"`
	Notes     []itl.Finding `json:"notes"`
	Unchecked []string      `json:"unchecked"`
}

// check parses and checks; the error says that data is no transaction at all. Where a strict reading stops, a lenient one
// goes on, so that one run names everything.
func (c itlCheckCmd) check(data []byte) (itlReport, error) {
	report := itlReport{Repairs: []itl.Finding{}, Findings: []itl.Finding{}, Notes: []itl.Finding{}, Unchecked: []string{}}
	tx, err := itl.Parse(data)
	if errors.Is(err, itl.ErrFormat) {
		return report, err
	}
	if err != nil || c.Lenient {
		var repairs []itl.Finding
		tx, repairs, err = itl.ParseLenient(data)
		if c.Lenient {
			report.Repairs = append(report.Repairs, repairs...)
		} else {
			report.Findings = append(report.Findings, repairs...)
		}
	}
	if finding, ok := errors.AsType[*itl.Finding](err); ok {
		report.Findings = append(report.Findings, *finding)
		report.Unchecked = append(report.Unchecked, "everything from this place on: the reading ends here")
		return report, nil
	}
	report.Findings = append(append(append(report.Findings, conform.Check(tx)...), conform.Images(tx)...), ebts.Check(tx)...)
	report.Notes = append(append(report.Notes, conform.Notes(tx)...), ebts.Notes(tx)...)
	report.Unchecked = append(append(report.Unchecked, conform.Undecoded(tx)...), ebts.Unchecked(tx)...)
	return report, nil
}

// write prints the report for a person: a line for each finding in the form of every error here, and under it what stands
// in the file and why it matters.
func (r itlReport) write(w io.Writer, file string, data []byte) error {
	var out strings.Builder
	explain := func(found []itl.Finding, mark string) {
		for _, f := range found {
			fmt.Fprintf(&out, "%s:%s%s\n", file, f.Error(), mark)
			fmt.Fprintf(&out, "    here: %s\n    why:  %s\n", excerpt(data, f.Offset), f.Why)
		}
	}
	explain(r.Repairs, " (repaired)")
	explain(r.Findings, "")
	explain(r.Notes, " (note)")
	for _, line := range r.Unchecked {
		fmt.Fprintf(&out, "%s: unchecked: %s\n", file, line)
	}
	if n := len(r.Repairs) + len(r.Findings); n > 0 {
		fmt.Fprintf(&out, "%s: %d findings, %d of them repaired\n", file, n, len(r.Repairs))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// separatorSigns stand for the separators in an excerpt.
var separatorSigns = strings.NewReplacer("\x1c", "␜", "\x1d", "␝", "\x1e", "␞", "\x1f", "␟", "\r", "␍", "\n", "␊")

// excerpt is what stands at an offset: text with signs for separators or, in an image, bytes.
func excerpt(data []byte, at int) string {
	if at >= len(data) {
		return "the end of the file"
	}
	b := data[at:min(len(data), at+40)]
	for _, c := range b {
		if c >= 0x80 || c < 0x1c && c != '\r' && c != '\n' && c != '\t' {
			return fmt.Sprintf("% X", b[:min(len(b), 16)])
		}
	}
	return separatorSigns.Replace(string(b))
}
