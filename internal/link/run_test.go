package link

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// inBubble runs a hub whose sender runs, and a jail, on synctest's clock, with TLS between them.
func inBubble(t *testing.T, do func(t *testing.T, hub, jail *side, sender *Sender, c *cable)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub, jail, c := newSide(t, "hub"), newSide(t, "jail"), newCable()
		jail.serveOn(c, hub.peer())
		peer := jail.peer()
		peer.URL = "https://jail.invalid"
		sender := hub.sender(peer)
		sender.client.Transport.(*http.Transport).DialContext = c.dial
		do(t, hub, jail, sender, c)
	})
}

// running runs the sender until the test ends.
func running(t *testing.T, s *Sender) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
}

func wantEffects(t *testing.T, s *side, texts ...string) {
	t.Helper()
	var got []string
	for _, e := range s.effects("hub") {
		got = append(got, e.What)
	}
	if diff := cmp.Diff(texts, got); diff != "" {
		t.Errorf("effects at %s after %s (-want +got):\n%s", s.identity.Name, time.Now().Format("15:04:05"), diff)
	}
}

// A waker is heard at once; one that is lost costs half a minute.
func TestWake(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, _ *cable) {
		running(t, sender)
		synctest.Wait()
		hub.queue("jail", body{Text: "first"})
		sender.Wake()
		sender.Wake()
		synctest.Wait()
		wantEffects(t, jail, "first")
		hub.queue("jail", body{Text: "second"})
		time.Sleep(pollEvery)
		synctest.Wait()
		wantEffects(t, jail, "first", "second")
	})
}

// Days without a link change nothing but the time: tries become rare, one line of the log says so, and what was queued
// arrives within a minute of the cable's return.
func TestDaysWithoutALink(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, c *cable) {
		c.pulled.Store(true)
		running(t, sender)
		var want []string
		for day := range 3 {
			want = append(want, fmt.Sprint("day ", day))
			hub.queue("jail", body{Text: want[day]})
			for range 24 * 60 * 6 {
				sender.Wake() // somebody queues something every ten seconds
				time.Sleep(10 * time.Second)
			}
		}
		if tries := c.dialed.Load(); tries < 3*24*60 || tries > 3*24*60*2 {
			t.Errorf("%d tries in three days", tries)
		}
		if lines := strings.Count(hub.log.String(), "cannot send"); lines != 1 {
			t.Errorf("%d lines of the log", lines)
		}
		wantEffects(t, jail)
		c.pulled.Store(false)
		time.Sleep(latestRetry)
		synctest.Wait()
		wantEffects(t, jail, want...)
		if !hub.logged("sends again") {
			t.Error("the log does not say that the link is back")
		}
		if rang := append(hub.rang(), jail.rang()...); rang != nil {
			t.Errorf("alarms: %v", rang)
		}
	})
}

// A sender whose store fails between the destruction of keys and the acknowledgement asks the peer again, and alarms nobody.
func TestStoreFailsOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, _ *cable) {
		calls := 0
		hub.trouble = func() error {
			if calls++; calls == 2 {
				return errors.New("disk full")
			}
			return nil
		}
		hub.queue("jail", body{Text: "first"})
		hub.queue("jail", body{Text: "second"})
		running(t, sender)
		time.Sleep(2 * firstRetry)
		synctest.Wait()
		if diff := cmp.Diff([]effect{{1, ""}, {2, ""}}, hub.effects("to jail")); diff != "" {
			t.Errorf("settled (-want +got):\n%s", diff)
		}
		if rang := hub.rang(); rang != nil {
			t.Errorf("alarms: %v", rang)
		}
	})
}

// A clock that is off is refused when a session begins, both sides are told once, and all goes on once it is set. One that
// goes wrong while a session lasts is noticed within its life.
func TestClockOff(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, _ *cable) {
		hub.ahead.Store(int64(-2*time.Minute - time.Second))
		hub.queue("jail", body{Text: "first"})
		running(t, sender)
		time.Sleep(10 * time.Minute)
		wantEffects(t, jail)
		clock := []AlarmKind{AlarmClock}
		if diff := cmp.Diff([][]AlarmKind{clock, clock}, [][]AlarmKind{hub.rang(), jail.rang()}); diff != "" {
			t.Errorf("alarms (-want +got):\n%s", diff)
		}
		hub.ahead.Store(int64(2 * time.Minute))
		time.Sleep(latestRetry)
		synctest.Wait()
		wantEffects(t, jail, "first")

		jail.ahead.Store(int64(5 * time.Minute))
		hub.queue("jail", body{Text: "second"})
		time.Sleep(pollEvery)
		synctest.Wait()
		wantEffects(t, jail, "first", "second")
		time.Sleep(sessionLife)
		hub.queue("jail", body{Text: "third"})
		time.Sleep(10 * time.Minute)
		wantEffects(t, jail, "first", "second")
		if diff := cmp.Diff([][]AlarmKind{clock, clock}, [][]AlarmKind{hub.rang(), jail.rang()}); diff != "" {
			t.Errorf("alarms again (-want +got):\n%s", diff)
		}
	})
}

// The sender looks at the receiver's clock too.
func TestClockOfTheReceiver(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, _ *cable) {
		jail.node.Skew = time.Hour // it has nothing against it
		jail.ahead.Store(int64(3 * time.Minute))
		hub.queue("jail", body{Text: "first"})
		running(t, sender)
		time.Sleep(10 * time.Minute)
		wantEffects(t, jail)
		if diff := cmp.Diff([]AlarmKind{AlarmClock}, hub.rang()); diff != "" {
			t.Errorf("alarms (-want +got):\n%s", diff)
		}
	})
}

// A session that lapses is opened anew without a pause.
func TestSessionLapses(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, _ *cable) {
		running(t, sender)
		time.Sleep(sessionLife + time.Second)
		hub.queue("jail", body{Text: "first"})
		sender.Wake()
		synctest.Wait()
		wantEffects(t, jail, "first")
		if hub.logged("cannot send") {
			t.Error("a lapsed session was taken for a failure")
		}
	})
}

// A peer whose bytes trickle in is refused, and keeps nobody else waiting.
func TestSlowBody(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, c *cable) {
		end, err := c.dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		conn := tls.Client(end, hub.identity.clientTLS(&Peer{Certificates: []Pin{jail.identity.Pin()}}))
		defer conn.Close()
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: jail\r\nContent-Length: 1000\r\n\r\n", batchPath)
		start := time.Now()
		for range bodyTime/time.Second - 1 {
			time.Sleep(time.Second)
			fmt.Fprint(conn, "x")
		}
		hub.queue("jail", body{Text: "first"})
		running(t, sender)
		synctest.Wait()
		wantEffects(t, jail, "first")
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if err := readProblem(answer); !strings.Contains(err.Error(), "did not come within") {
			t.Error(err)
		}
		if took := time.Since(start); took != bodyTime {
			t.Errorf("refused after %s", took)
		}
	})
}

// A desk may take longer over a batch than a body may take to come.
func TestSlowDesk(t *testing.T) {
	inBubble(t, func(t *testing.T, hub, jail *side, sender *Sender, _ *cable) {
		jail.trouble = func() error {
			time.Sleep(bodyTime)
			return nil
		}
		for _, text := range []string{"first", "second", "third"} {
			hub.queue("jail", body{Text: text})
		}
		running(t, sender)
		time.Sleep(3*bodyTime + time.Second)
		wantEffects(t, jail, "first", "second", "third")
		if hub.logged("cannot send") || hub.vault.left() != 0 {
			t.Error("a batch that took long was not settled")
		}
	})
}

// A connection whose request's head does not come is closed.
func TestSlowHead(t *testing.T) {
	inBubble(t, func(t *testing.T, _, _ *side, _ *Sender, c *cable) {
		conn, err := c.dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		start := time.Now()
		_, _ = io.Copy(io.Discard, conn) // not even a TLS handshake
		if took := time.Since(start); took > headTime {
			t.Errorf("closed after %s", took)
		}
	})
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for failures, most := range map[int]time.Duration{0: time.Second, 1: 2 * time.Second, 5: 32 * time.Second, 6: time.Minute, 1 << 40: time.Minute} {
		if low, high := backoff(failures, 0), backoff(failures, uint64(most/2)); low != most/2 || high != most {
			t.Errorf("after %d failures between %s and %s; want %s at most", failures, low, high, most)
		}
	}
}
