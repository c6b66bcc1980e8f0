package abis

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"
)

// messages is the path of the carrier below the ABIS's address.
const messages = "/abis/v0.9/requests"

// carrier takes messages to the ABIS: POST one to messages, and the answer is the reply (200), or comes later (202) and is asked for by
// GET messages/REQUESTID until it is there (200 in place of 202). No answer is ever taken that was not asked for.
type carrier struct {
	url             string // of messages
	client          *http.Client
	patience, pause time.Duration
}

// ask sends a request and waits for its answer.
func (c *carrier) ask(ctx context.Context, r *request) (*answer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.patience, fmt.Errorf("no answer within %v; look whether the ABIS is overloaded", c.patience))
	defer cancel()
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	data, later, err := c.exchange(ctx, http.MethodPost, c.url, body)
	for later && err == nil {
		if err = c.wait(ctx); err == nil {
			data, later, err = c.exchange(ctx, http.MethodGet, c.url+"/"+r.ID, nil)
		}
	}
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, fmt.Errorf("%s: %w", r.Kind, err)
	}
	a, err := readAnswer(data, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Kind, err)
	}
	return a, nil
}

func (c *carrier) wait(ctx context.Context) error {
	timer := time.NewTimer(c.pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// exchange makes one HTTP exchange; later says that the answer is still to come.
func (c *carrier) exchange(ctx context.Context, method, url string, body []byte) (data []byte, later bool, err error) {
	r, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, false, err
	}
	r.Header.Set("Content-Type", "application/json")
	reply, err := c.client.Do(r)
	if err != nil {
		return nil, false, err
	}
	defer reply.Body.Close()
	data, err = io.ReadAll(io.LimitReader(reply.Body, maxAnswer+1))
	switch form, _, _ := mime.ParseMediaType(reply.Header.Get("Content-Type")); {
	case err != nil:
		return nil, false, err
	case len(data) > maxAnswer:
		return nil, false, fmt.Errorf("the reply has more than %d bytes; ask the ABIS's maker for shorter analytics", maxAnswer)
	case reply.StatusCode == http.StatusAccepted:
		return nil, true, nil
	case reply.StatusCode != http.StatusOK:
		return nil, false, fmt.Errorf("the reply has HTTP status %d, not 200 or 202; check the address, and that it speaks the carrier of docs/operate/abis.md", reply.StatusCode)
	case form != "application/json":
		return nil, false, fmt.Errorf("the reply is of type %.40q, not application/json; check the address", form)
	}
	return data, false, nil
}
