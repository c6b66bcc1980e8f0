package record_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/record"
)

var at = time.Date(2015, 8, 3, 23, 59, 0, 0, time.FixedZone("", -7*3600)) // the 4th, UTC

func line(t *testing.T, e sallyport.Event) record.Line {
	t.Helper()
	e.At = at
	l, ok := record.LineOf(e, "us-ca/los-angeles")
	if !ok {
		t.Fatalf("%+v has no line", e)
	}
	if _, err := record.Encode(l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLineOf(t *testing.T) {
	hold := &sallyport.Request{Action: "hold", Form: "I-247D", By: "R. Alvarez"}
	for name, c := range map[string]struct {
		e    sallyport.Event
		want record.Line
	}{
		"a booking": {sallyport.Event{Submission: "9f", Kind: "received", Actor: sallyport.Actor{ID: "sallyport", Office: "hub"}}, record.Line{Kind: "received"}},
		"a door": {sallyport.Event{Kind: "local door", Request: hold, Outcome: sallyport.Refused, Rules: []string{"ca.trust.b", "ca.trust.a", "ca.trust.b"},
			Packs: []string{"us-ca/trust@2014-01-01#0123456789abcdef"}, Engine: "law 1"},
			record.Line{Kind: "local-door", Action: "hold", Form: "I-247D", Outcome: "refused", Rules: []string{"ca.trust.a", "ca.trust.b"},
				Packs: []string{"us-ca/trust@2014-01-01#0123456789abcdef"}, Engine: "law 1"}},
		"a door that waits for the copy": {sallyport.Event{Kind: "federal door for the request", Request: hold, Outcome: sallyport.Unresolved, Unresolved: []string{"request.served_at"}},
			record.Line{Kind: "request-door", Action: "hold", Form: "I-247D", Outcome: "unresolved", Unresolved: []string{"request.served_at"}, Reason: "only-the-copy"}},
		"a door that lacks more": {sallyport.Event{Kind: "federal door", Outcome: sallyport.Unresolved, Unresolved: []string{"convictions[].grade", "request.served_at"}},
			record.Line{Kind: "federal-door", Outcome: "unresolved", Unresolved: []string{"convictions[].grade", "request.served_at"}}},
		"a door that ended it": {sallyport.Event{Kind: "both doors after service", Outcome: sallyport.Unresolved, Unresolved: []string{"request.served_at"}, Reason: casework.NoEffect},
			record.Line{Kind: "both-doors", Outcome: "unresolved", Unresolved: []string{"request.served_at"}, Reason: "no-effect"}},
		"a door once more":                     {sallyport.Event{Kind: "both doors after service", Again: true, Outcome: sallyport.Permitted}, record.Line{Kind: "both-doors-again", Outcome: "permitted"}},
		"yes":                                  {sallyport.Event{Kind: "answered", Request: hold, Answer: &sallyport.Answer{Agrees: true, By: "T. Park"}, Took: "4h"}, record.Line{Kind: "answered", Action: "hold", Form: "I-247D", Outcome: "agreed", Took: "4h"}},
		"no":                                   {sallyport.Event{Kind: "answered", Answer: &sallyport.Answer{}, Reason: casework.LocalLaw}, record.Line{Kind: "answered", Outcome: "refused", Reason: "local-law"}},
		"a hold's end":                         {sallyport.Event{Kind: "hold ended", Reason: casework.HoldLate, Took: "4d", Kept: "no"}, record.Line{Kind: "hold-ended", Reason: "after-its-limit", Took: "4d", Kept: "no"}},
		"a citizen":                            {sallyport.Event{Kind: "citizenship finding", About: "citizenship", Found: sallyport.Citizen}, record.Line{Kind: "citizenship-finding", About: "citizenship", Outcome: "citizen"}},
		"a role":                               {sallyport.Event{Kind: "role given", Staff: &sallyport.Staff{ID: "T. Park", Role: sallyport.Clerk}}, record.Line{Kind: "staff-changed"}},
		"what somebody typed is not published": {sallyport.Event{Kind: "message refused", Reason: "transaction TCN1 of John Doe"}, record.Line{Kind: "message-refused"}},
		"a reason of another's making":         {sallyport.Event{Kind: "hold ended", Reason: "John Doe"}, record.Line{Kind: "hold-ended", Reason: "other"}},
		"a kind of another's making":           {sallyport.Event{Kind: "John Doe"}, record.Line{Kind: "other"}},
		"codes of another's making": {sallyport.Event{Kind: "requested", Request: &sallyport.Request{Action: "John", Form: "Doe"}, Rules: []string{"John Doe", "ok.rule", "Jane"}, Packs: []string{"John"},
			Engine: "John\nDoe", Unresolved: []string{"convictions[3].grade"}, About: "John", Took: "John", Kept: "John", Outcome: "John"},
			record.Line{Kind: "requested", Action: "other", Form: "other", Outcome: "other", Rules: []string{"ok.rule", "other"}, Packs: []string{"other"}, Engine: "other",
				Unresolved: []string{"other"}, About: "other", Took: "other"}},
	} {
		c.want.Day, c.want.Place, c.want.N = "2015-08-04", "us-ca/los-angeles", 1
		if got := line(t, c.e); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n%+v, want\n%+v", name, got, c.want)
		}
	}
}

// TestNothingOfItsOwnIsInALine: two events that differ in everything that is a case's, a person's or an hour's make the same line.
func TestNothingOfItsOwnIsInALine(t *testing.T) {
	event := func(id string, at time.Time) sallyport.Event {
		return sallyport.Event{Submission: id, Kind: "answered", Actor: sallyport.Actor{ID: id, Office: id, Role: sallyport.Role(id)}, At: at,
			Request: &sallyport.Request{Action: "hold", Form: "I-247D", By: id, At: at}, Answer: &sallyport.Answer{By: id, At: at, Agrees: true},
			Staff: &sallyport.Staff{ID: id, Role: sallyport.Role(id)}, Place: id}
	}
	a, _ := record.LineOf(event("a", at), "us")
	b, _ := record.LineOf(event("b", at.Add(time.Hour)), "us")
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestLongListsAreCut(t *testing.T) {
	var rules []string
	for i := range 300 {
		rules = append(rules, "rule."+strconv.Itoa(i))
	}
	if l := line(t, sallyport.Event{Kind: "local door", Rules: rules}); len(l.Rules) != 100 || l.Rules[0] != record.Other {
		t.Errorf("%d rules, %q first", len(l.Rules), l.Rules[0])
	}
}

func TestWhatHasNoLine(t *testing.T) {
	for _, e := range []sallyport.Event{{}, {Kind: "padding"}} {
		if l, ok := record.LineOf(e, "us"); ok {
			t.Errorf("%+v", l)
		}
	}
}

// TestEveryCaseHasItsCode reads casework's own constants: each kind of event, and each reason, has a code of its own.
func TestEveryCaseHasItsCode(t *testing.T) {
	seen := map[string]string{}
	for _, text := range constants(t, "../casework/event.go", true) {
		code := line(t, sallyport.Event{Kind: text}).Kind
		if code == record.Other || seen[code] != "" {
			t.Errorf("kind %q: code %q, which is %q's", text, code, seen[code])
		}
		seen[code] = text
	}
	if len(seen) < 30 {
		t.Fatalf("only %d kinds found", len(seen))
	}
	clear(seen)
	for _, text := range constants(t, "../casework/state.go", false) {
		code := line(t, sallyport.Event{Kind: "hold ended", Reason: text}).Reason
		if code == record.Other || seen[code] != "" {
			t.Errorf("reason %q: code %q, which is %q's", text, code, seen[code])
		}
		seen[code] = text
	}
	if len(seen) < 18 {
		t.Fatalf("only %d reasons found", len(seen))
	}
	for _, band := range casework.Bands {
		if got := line(t, sallyport.Event{Kind: "answered", Took: band}).Took; got != band {
			t.Errorf("band %q: %q", band, got)
		}
	}
}

// constants are the texts of a file's constants: of those with a type of their own, or of the others.
func constants(t *testing.T, name string, typed bool) (texts []string) {
	t.Helper()
	source, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			for _, spec := range g.Specs {
				group := spec.(*ast.ValueSpec)
				for _, value := range group.Values {
					if (group.Type != nil) != typed {
						continue
					}
					if text, err := strconv.Unquote(value.(*ast.BasicLit).Value); err == nil {
						texts = append(texts, text)
					}
				}
			}
		}
	}
	return texts
}
