package trial_test

import (
	"strings"
	"testing"

	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/trial"
)

const disputes = `
- scenario: contested
  reason: it lets a charge carry a request
  passage: law/federal.md, section 2.1
`

// TestADisputedScenarioDoesNotFail, and one that nobody disputes does.
func TestADisputedScenarioDoesNotFail(t *testing.T) {
	d, err := trial.ReadDisputes("disputed.yaml", []byte(disputes))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name       string
		was, after trial.Verdict
	}{
		{"contested", trial.Failed, trial.Disputed},
		{"contested", trial.Passed, trial.Passed},
		{"contested", trial.NoPack, trial.NoPack},
		{"another", trial.Failed, trial.Failed},
	} {
		r := d.Weigh(trial.Result{Scenario: &casefile.Scenario{Name: test.name}, Verdict: test.was})
		if r.Verdict != test.after {
			t.Errorf("%s, %s: got %s, want %s", test.name, test.was, r.Verdict, test.after)
		}
		if said := strings.Join(r.Differences, " "); (r.Verdict == trial.Disputed) != strings.Contains(said, "section 2.1") {
			t.Errorf("%s, %s: says %q", test.name, test.was, said)
		}
	}
}

func TestDisputesNameTheirPassage(t *testing.T) {
	for _, text := range []string{"- {scenario: a, reason: b}", "- {scenario: a, why: b}", "scenario: a", disputes + disputes} {
		if _, err := trial.ReadDisputes("disputed.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), "disputed.yaml: ") {
			t.Errorf("%s: got %v", text, err)
		}
	}
	if _, err := trial.ReadDisputes("disputed.yaml", law.Disputed); err != nil {
		t.Error(err)
	}
}
