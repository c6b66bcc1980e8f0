package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"sallyport/proof"
)

// askTime is how long a node may take to answer.
const askTime = time.Minute

// askForBundle looks a code up at a node. The code goes by POST, is in no address, and follows no redirection.
func askForBundle(ctx context.Context, node string, code proof.Code) (*proof.Bundle, error) {
	at, err := url.Parse(node)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || at.RawQuery != "" || at.Fragment != "" {
		return nil, badInput(fmt.Errorf("%s: give the address of the agency's node: https://HOST", node))
	}
	sent, err := json.Marshal(map[string]string{"code": code.String()})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at.JoinPath("/api/v1/receipts").String(), bytes.NewReader(sent))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	client := &http.Client{Timeout: askTime, CheckRedirect: func(*http.Request, []*http.Request) error {
		return errors.New("the node sends us elsewhere, and a code goes nowhere else; ask at its own address")
	}}
	answer, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 2*proof.MaxBundle))
	if err != nil {
		return nil, err
	}
	return bundleOf(node, answer.StatusCode, text)
}

// bundleOf reads a node's answer.
func bundleOf(node string, status int, text []byte) (*proof.Bundle, error) {
	var told struct {
		Detail string          `json:"detail"`
		Bundle json.RawMessage `json:"bundle"`
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return nil, badInput(fmt.Errorf("%s: its answer is not a node's; give the address of the agency's node", node))
	}
	switch {
	case status == http.StatusNotFound:
		return nil, &exitError{statusFindings, fmt.Errorf("%s: %s", node, told.Detail)}
	case status != http.StatusOK:
		return nil, fmt.Errorf("%s: answers %d: %s", node, status, told.Detail)
	case len(told.Bundle) == 0:
		return nil, &exitError{statusFindings, fmt.Errorf("%s: the node has the copy on its record, and nothing is proven yet: it is not in the log; try again after the next slot", node)}
	}
	bundle, err := proof.ParseBundle(told.Bundle)
	if err != nil {
		return nil, &exitError{statusFindings, fmt.Errorf("%s: %w", node, err)}
	}
	return bundle, nil
}
