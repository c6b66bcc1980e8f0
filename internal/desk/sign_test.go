package desk

import (
	"context"
	"errors"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/stepup"
	"sallyport/internal/store"
	"sallyport/roles"
)

// TestTheTwoSignaturesThatMatter: where people sign, nobody confirms a match or makes a request without; an examiner who finds nobody signs nothing.
func TestTheTwoSignaturesThatMatter(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	var asked []stepup.Statement
	refuse := errors.New("not signed")
	answer := refuse
	d.Sign = func(_ context.Context, _ *store.Tx, st stepup.Statement) ([]byte, error) {
		asked = append(asked, st)
		return []byte("evidence"), answer
	}
	ctx := t.Context()
	must(t, found(d))
	if err := d.Examine(ctx, examinerA, "s", minutes(2), []string{"G-0"}); !errors.Is(err, refuse) || d.stage(t) != casework.Candidates {
		t.Fatal("confirmed without a signature:", err)
	}
	answer = nil
	must(t, d.Examine(ctx, examinerA, "s", minutes(2), []string{"G-0"}), d.Examine(ctx, examinerB, "s", minutes(3), []string{"G-0"}))
	must(t, d.jail.RecordFacts(ctx, aJailer, "s", minutes(3), custody))
	d.deliver(t)
	must(t, d.RecordFacts(ctx, aClerk, "s", minutes(4), felon()), d.Screen(ctx, "s", minutes(5)))
	request := sallyport.Request{Action: "notify", Form: "I-247N", At: minutes(6)}
	answer = refuse
	if err := d.Ask(ctx, anOfficer, "s", request, holdForm); !errors.Is(err, refuse) || d.stage(t) != casework.MayBeAsked {
		t.Fatal("asked without a signature:", err)
	}
	answer = nil
	must(t, d.Ask(ctx, anOfficer, "s", request, holdForm))
	if len(asked) != 5 || asked[0].Act != roles.ConfirmMatch || asked[4].Act != roles.MakeRequest || asked[4].Case != "s" {
		t.Error(asked)
	}
}
