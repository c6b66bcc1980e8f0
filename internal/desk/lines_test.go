package desk

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/law"
	"sallyport/record"
)

// linesOf are what a node's events become in public.
func publishedLines(t *testing.T, n *Node) (events []sallyport.Event, lines []record.Line) {
	t.Helper()
	must(t, n.Store.View(t.Context(), func(tx *store.Tx) error {
		all, err := tx.Events(0, 1000)
		for i := range all {
			if _, message := link.ParseLine(all[i].Body); message {
				continue
			}
			e, err := all[i].Decode()
			must(t, err)
			l, ok := record.LineOf(e, "us")
			if _, wrong := record.Encode(l); !ok || wrong != nil || l.Kind == record.Other || l.Reason == record.Other || slices.Contains(slices.Concat(l.Rules, l.Packs, l.Unresolved), record.Other) {
				t.Errorf("%s: %+v, %v", all[i].Body, l, wrong)
			}
			events, lines = append(events, e), append(lines, l)
		}
		return err
	}))
	return events, lines
}

var versionForm = regexp.MustCompile(`^[a-z/-]+@\d{4}-\d\d-\d\d#[0-9a-f]{16}$`)

// TestLinesSayWhatTheBatchNeeds: every line of a case has its place, every door which versions decided and what they lacked, and whoever reads is counted.
func TestLinesSayWhatTheBatchNeeds(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	asked(t, d, "hold", "I-247D")
	ctx, j := t.Context(), d.jail
	must(t, j.Accept(ctx, aJailer, "s", minutes(9)), j.Answer(ctx, aSupervisor, "s", minutes(10), true), served(j, minutes(11)))
	d.deliver(t)
	_, err := d.Facts(ctx, aClerk, "s", minutes(12))
	must(t, err)
	must(t, j.Challenge(ctx, theDetained, "s", minutes(13), casework.Citizenship, "born in Ohio"))
	d.deliver(t)
	for name, n := range map[string]*Node{"hub": &d.Node, "jail": &j.Node} {
		events, lines := publishedLines(t, n)
		for i, e := range events {
			if e.Submission != "" && e.Place != "us-oh/franklin" {
				t.Errorf("%s: %s without its place", name, e.Kind)
			}
			door := slices.Contains([]string{"federal-door", "request-door", "both-doors", "both-doors-again", "request-door-again"}, lines[i].Kind)
			if door && (len(e.Packs) == 0 || !versionForm.MatchString(e.Packs[0]) || e.Engine != law.Engine) {
				t.Errorf("%s: %s by %q and %q", name, e.Kind, e.Packs, e.Engine)
			}
		}
		again := map[string]string{"jail": "both-doors-again unresolved no-effect ", "hub": "request-door-again unresolved recalled "} // the person's word stops both
		for _, want := range []string{"answered agreed  15m", "both-doors permitted  ", again[name], "challenged   "} {
			if !slices.ContainsFunc(lines, func(l record.Line) bool {
				return strings.Join([]string{l.Kind, l.Outcome, l.Reason, l.Took}, " ") == want
			}) {
				t.Errorf("%s: no line says %q: %+v", name, want, lines)
			}
		}
	}
	_, lines := publishedLines(t, &d.Node)
	door := lines[slices.IndexFunc(lines, func(l record.Line) bool { return l.Kind == "request-door" })]
	if door.Reason != record.OnlyTheCopy || door.Form != "I-247D" {
		t.Errorf("%+v", door)
	}
}

// TestACitizenshipInDoubtIsCountedOnce: when it first is, and when two people have settled it.
func TestACitizenshipInDoubtIsCountedOnce(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := confirm(t, d)
	doubt := Fact{indicated, "true", "a passport among the property"}
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(4), append(felon(), doubt)), d.RecordFacts(ctx, aClerk, "s", minutes(5), []Fact{doubt}), d.Screen(ctx, "s", minutes(6)),
		d.ResolveCitizenship(ctx, aClerk, "s", minutes(8), true, "birth certificate"), d.ResolveCitizenship(ctx, aCounsel, "s", minutes(9), true, "birth certificate"))
	_, lines := publishedLines(t, &d.Node)
	inDoubt, found := 0, 0
	for _, l := range lines {
		if l.Kind == "facts-recorded" && l.About == casework.Citizenship {
			inDoubt++
		}
		if l.Kind == "citizenship-finding" && l.Outcome == "citizen" {
			found++
		}
	}
	if inDoubt != 1 || found != 1 {
		t.Errorf("%d in doubt, %d found, of %+v", inDoubt, found, lines)
	}
}
