package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"sallyport"
	"sallyport/proof"
)

// receiptReport is what was proven, and what was not.
type receiptReport struct {
	Log       string         `json:"log"` // origin
	Key       string         `json:"key"`
	Trusted   bool           `json:"key_trusted"` // the reader named it
	Size      uint64         `json:"size"`        // of the checkpoint
	Root      string         `json:"root"`
	Witnesses []string       `json:"witnesses"` // that cosigned
	Enough    bool           `json:"witnessed"` // as many as the policy asks for, and it asks
	Still     uint64         `json:"still,omitempty"`
	Statement receiptEntry   `json:"statement"`
	Later     []receiptEntry `json:"later"`
	Unproven  []string       `json:"unproven"`
	quorum    error
}

type receiptEntry struct {
	Index uint64 `json:"index"`
	sallyport.Event
}

func newReceiptReport(b *proof.Bundle, r *proof.Receipt, policy *proof.Policy, trusted bool) *receiptReport {
	report := &receiptReport{Log: r.Checkpoint.Origin, Key: b.Key, Trusted: trusted, Size: r.Checkpoint.Size, Root: r.Checkpoint.Root.String(), Witnesses: []string{},
		Enough: policy.Asks() && r.Quorum == nil, Statement: receiptEntry{r.Statement.Index, r.Statement.Event}, Later: []receiptEntry{}, quorum: r.Quorum}
	for _, log := range policy.Logs {
		if log.Origin() == report.Log {
			report.Key = log.Key
		}
	}
	for _, c := range r.Cosigned {
		report.Witnesses = append(report.Witnesses, c.Witness)
	}
	for _, e := range r.Later {
		report.Later = append(report.Later, receiptEntry{e.Index, e.Event})
	}
	report.Unproven = report.unproven()
	return report
}

// unproven says in plain words what nobody can read from a receipt.
func (r *receiptReport) unproven() (all []string) {
	if !r.Trusted {
		all = append(all, "that this is the agency's log: its key is the bundle's own word. Compare it with the key from where you trust it, or give --key: "+r.Key)
	}
	switch {
	case r.quorum != nil:
		all = append(all, "that everybody is shown the same log: "+r.quorum.Error())
	case !r.Enough:
		all = append(all, "that everybody is shown the same log: no witnesses were asked for; give --policy")
	}
	return append(all, "that the paper says the same: compare it with what stands above",
		"that the agency did as it says, or that nothing else happened: later lines can be left out of a bundle")
}

// write prints the report. With too few witnesses the status is that of a finding.
func (r *receiptReport) write(w io.Writer, asJSON bool) error {
	var err error
	if asJSON {
		err = printJSON(w, r)
	} else {
		_, err = io.WriteString(w, r.text())
	}
	if err == nil && r.quorum != nil {
		err = findings()
	}
	return err
}

func (r *receiptReport) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "Proven: the log %s, when it had %d entries, had committed to this, as entry %d:\n", r.Log, r.Size, r.Statement.Index)
	writeStatement(&out, &r.Statement.Event)
	if len(r.Later) > 0 {
		out.WriteString("and to this since:\n")
	}
	for _, e := range r.Later {
		fmt.Fprintf(&out, "  entry %d: %s\n", e.Index, lineText(&e.Event))
	}
	if len(r.Witnesses) > 0 {
		fmt.Fprintf(&out, "Witnesses that saw this log: %s\n", strings.Join(r.Witnesses, ", "))
	}
	if r.Still > 0 {
		fmt.Fprintf(&out, "The log as it is published now, with %d entries, goes on from there.\n", r.Still)
	}
	out.WriteString("Not proven:\n")
	for _, what := range r.Unproven {
		fmt.Fprintf(&out, "  %s\n", what)
	}
	return out.String()
}

const onPaper = "2 January 2006, 15:04 (-07:00)"

func writeStatement(out io.Writer, e *sallyport.Event) {
	s := e.Statement
	line := func(name, format string, args ...any) {
		fmt.Fprintf(out, "  %-11s %s\n", name+":", fmt.Sprintf(format, args...))
	}
	line(e.Kind, "%s", e.At.Format(onPaper))
	line("place", "%s", s.Place)
	line("asked", "%s on form %s, received %s", s.Action, s.Form, s.Received.Format(onPaper))
	for _, d := range s.Doors {
		line(doorName(d.Door), "%s, %s", d.Outcome, d.At.Format(onPaper))
		for _, g := range d.Grounds {
			fmt.Fprintf(out, "    %s %s: %s\n", g.Effect, g.Rule, g.Cite)
		}
	}
	line("answer", "%s", answerText(s))
	if !s.HoldUntil.IsZero() {
		line("limit", "a hold has to be over by %s", s.HoldUntil.Format(onPaper))
	}
	if s.Ended != "" {
		line("over", "%s", s.Ended)
	}
}

func doorName(door string) string {
	if door == "both" {
		return "both doors"
	}
	return door + " door"
}

func answerText(s *sallyport.Statement) string {
	on := func(t time.Time) string { return ", " + t.Format(onPaper) }
	switch s.Answer {
	case sallyport.AnswerAgrees:
		return "the agency agrees" + on(s.Answered)
	case sallyport.AnswerRefuses:
		return "the agency refuses" + on(s.Answered)
	}
	return "not given yet"
}

func lineText(e *sallyport.Event) string {
	text := e.Kind
	if e.Answer != nil && e.Answer.Agrees {
		text += ": agrees"
	} else if e.Answer != nil {
		text += ": refuses"
	}
	if e.Outcome != "" {
		text += ": " + string(e.Outcome)
	}
	if e.Reason != "" {
		text += " (" + e.Reason + ")"
	}
	return text + ", " + e.At.Format(onPaper)
}
