package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"

	"sallyport/internal/store"
)

// The process that is killed finds in its environment where it writes, and at which point it kills itself.
const victimPlace, victimPoint = "SALLYPORT_STORE_VICTIM", "SALLYPORT_STORE_VICTIM_POINT"

// The points of a transaction: when it has begun, after each statement, when it is kept, and when that was said.
const (
	committedPoint = 1 + 8
	points         = committedPoint + 2
	never          = -1
)

const peer = "jail"

// Main runs the tests, or, in a process that Crash has started, what is killed.
func (c Crash) Main(m *testing.M) {
	place := os.Getenv(victimPlace)
	if place == "" {
		os.Exit(m.Run())
	}
	point, err := strconv.Atoi(os.Getenv(victimPoint))
	if err == nil {
		err = c.writeForEver(context.Background(), place, point)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// writeForEver makes one transaction after another, and says the number of each that is kept.
func (c Crash) writeForEver(ctx context.Context, place string, killAt int) error {
	s, err := c.Open(ctx, place)
	if err != nil {
		return err
	}
	point := 0
	here := func() {
		if point == killAt {
			killSelf()
		}
		point++
	}
	for {
		var number int64
		err := s.InTx(ctx, func(tx *store.Tx) (err error) {
			if number, err = tx.LastIncoming(peer); err != nil {
				return err
			}
			number++
			here()
			for _, statement := range statements(tx, number) {
				if err := statement(); err != nil {
					return err
				}
				here()
			}
			return nil
		})
		if err != nil {
			return err
		}
		here()
		fmt.Println(number)
		here()
	}
}

// killSelf ends the process as kill -9 does, without a word to anyone.
func killSelf() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {}
}

// statements are the eight of transaction number n.
func statements(tx *store.Tx, n int64) []func() error {
	id := strconv.FormatInt(n, 10)
	return []func() error{
		func() error { return tx.AddSubmission(booked(id)) },
		func() error { return tx.AddEvent(id, "{}", "00", noon) },
		func() error { return tx.PutDocument(id, "identity", []byte(id)) },
		func() error { return tx.AddFact(id, &store.Fact{Path: "person.removable", Value: "true", At: noon}) },
		func() error { return tx.SetClock(&store.Clock{Case: id, Kind: "hold", Due: noon}) },
		func() error {
			_, err := tx.Queue(peer, id, noon, func(int64) (envelope, digest []byte, err error) { return []byte(id), []byte(id), nil })
			return err
		},
		func() error { return tx.Acknowledge(peer, n-1, noon) },
		func() error {
			return tx.AddIncoming(&store.Incoming{Peer: peer, Number: n, Case: id, Digest: []byte(id), ReceivedAt: noon})
		},
	}
}

// present says what is there of transaction number n.
func present(tx *store.Tx, n int64) ([]bool, error) {
	id := strconv.FormatInt(n, 10)
	is := func(err error) (bool, error) {
		if errors.Is(err, store.ErrNone) {
			return false, nil
		}
		return err == nil, err
	}
	_, errSubmission := tx.Submission(id)
	submission, errSubmission := is(errSubmission)
	_, errDocument := tx.Document(id, "identity")
	document, errDocument := is(errDocument)
	_, errIncoming := tx.Incoming(peer, n)
	incoming, errIncoming := is(errIncoming)
	events, errEvents := tx.EventsOf(id)
	facts, errFacts := tx.Facts(id)
	clocks, errClocks := tx.Clocks(id)
	waiting, errWaiting := tx.Outgoing(peer, 10) // only the last transaction's own message
	message := len(waiting) == 1 && waiting[0].Number >= n
	return []bool{submission, document, incoming, message, len(events) == 1, len(facts) == 1, len(clocks) == 1},
		errors.Join(errSubmission, errDocument, errIncoming, errEvents, errFacts, errClocks, errWaiting)
}
