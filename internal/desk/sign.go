package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sallyport"
	"sallyport/internal/stepup"
	"sallyport/internal/store"
	"sallyport/roles"
)

// ExamineStatement is what an examiner signs who finds the booking's prints to be one person's.
func ExamineStatement(who sallyport.Actor, id string, same []string) (stepup.Statement, error) {
	return statement(who, roles.ConfirmMatch, id, struct {
		Same []string `json:"same"`
	}{same})
}

// AskStatement is what an officer signs who makes a request.
func AskStatement(who sallyport.Actor, id string, request sallyport.Request, states []Fact) (stepup.Statement, error) {
	return statement(who, roles.MakeRequest, id, struct {
		Action string `json:"action"`
		Form   string `json:"form"`
		States []Fact `json:"states"`
	}{request.Action, request.Form, states})
}

func statement(who sallyport.Actor, act roles.Act, id string, content any) (stepup.Statement, error) {
	text, err := json.Marshal(content)
	return stepup.Statement{Actor: who, Act: act, Case: id, Content: text}, err
}

// signed has the node check that a statement was signed, and keeps what proves it as long as the person's record: what it hashes could be guessed.
func (n *Node) signed(ctx context.Context, tx *store.Tx, st stepup.Statement, at time.Time) error {
	if n.Sign == nil {
		return nil
	}
	evidence, err := n.Sign(ctx, tx, st)
	if err != nil {
		return err
	}
	return n.keep(tx, st.Case, fmt.Sprintf("signature/%s/%s/%d", st.Act, st.Actor.ID, at.UnixMicro()), evidence)
}
