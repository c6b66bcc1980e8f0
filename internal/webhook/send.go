package webhook

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Waits between attempts: doubled from the first to the longest, less up to half by chance.
const (
	firstWait   = time.Minute
	longestWait = time.Hour
)

// perRound is how many events of one subscription a round sends.
const perRound = 100

// Sender posts what was queued.
type Sender struct {
	client  *http.Client
	inTx    func(ctx context.Context, do func(*sql.Tx) error) error
	secrets func(subscription string) ([]Secret, error)
	random  io.Reader
}

// NewSender makes a sender to the receivers within reach. inTx runs one writing transaction. secrets are what a subscription's
// posts are signed with: the new one and, while it changes, the old one.
func NewSender(reach Reach, inTx func(context.Context, func(*sql.Tx) error) error, secrets func(string) ([]Secret, error), random io.Reader) *Sender {
	return &Sender{client: reach.client(), inTx: inTx, secrets: secrets, random: random}
}

// Run sends what is due at once and then at every interval, until ctx ends; it returns ctx's error. report is called with what
// went wrong, a subscription that was stopped among it.
func (s *Sender) Run(ctx context.Context, every time.Duration, report func(error)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := s.Round(ctx, time.Now()); err != nil && ctx.Err() == nil {
			report(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// Round sends what is due, to every subscription beside the others: one that does not answer keeps nobody waiting but
// itself. The error joins what went wrong, each with its subscription.
func (s *Sender) Round(ctx context.Context, now time.Time) error {
	var served []Subscription
	err := s.inTx(ctx, func(tx *sql.Tx) (err error) {
		served, err = dueSubscriptions(ctx, tx, now)
		return err
	})
	wrong := make([]error, len(served))
	var sending sync.WaitGroup
	for i, to := range served {
		sending.Go(func() {
			if err := s.serve(ctx, to, now); err != nil {
				wrong[i] = fmt.Errorf("subscription %s: %w", to.ID, err)
			}
		})
	}
	sending.Wait()
	return errors.Join(append(wrong, err)...)
}

// serve sends what is due to one subscription, until something fails.
func (s *Sender) serve(ctx context.Context, to Subscription, now time.Time) error {
	secrets, err := s.secrets(to.ID)
	if err == nil && len(secrets) == 0 {
		err = errors.New("no secret to sign with")
	}
	if err != nil {
		return err
	}
	for range perRound {
		var d *delivery
		err := s.inTx(ctx, func(tx *sql.Tx) (err error) {
			d, err = s.claim(ctx, tx, to, now)
			return err
		})
		if err != nil || d == nil {
			return err
		}
		failure := s.post(ctx, to, d.Event, now, secrets)
		if err := s.inTx(ctx, func(tx *sql.Tx) error { return d.settle(ctx, tx, now, failure) }); err != nil {
			return err
		}
		if failure != nil {
			return fmt.Errorf("event %s, attempt %d: %w", d.ID, d.attempts, failure)
		}
	}
	return nil
}

// errGone says that the receiver wants no more.
var errGone = errors.New("410 Gone: stopped; the receiver wants no more of them")

// post sends one event; nil says that it was acknowledged.
func (s *Sender) post(ctx context.Context, to Subscription, e Event, now time.Time, secrets []Secret) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	Sign(request.Header, e.ID, now, body, secrets...)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "sallyport")
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10) // to use the connection again; what it says is not read
	response.Body.Close()
	switch {
	case response.StatusCode == http.StatusGone:
		return errGone
	case response.StatusCode/100 != 2:
		return fmt.Errorf("the receiver answered %d", response.StatusCode)
	}
	return nil
}

// wait is how long after the attempt of that number the next one comes.
func (s *Sender) wait(attempts int) (time.Duration, error) {
	var chance [2]byte
	if _, err := io.ReadFull(s.random, chance[:]); err != nil {
		return 0, fmt.Errorf("drawing a wait: %w", err)
	}
	whole := min(firstWait<<min(attempts-1, 10), longestWait)
	return whole - whole/2*time.Duration(binary.BigEndian.Uint16(chance[:]))>>16, nil
}
