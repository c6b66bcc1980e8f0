package load

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sallyport/itl"
)

// fake answers by itself, in the time of a synctest bubble.
type fake struct {
	lock   sync.Mutex
	takes  time.Duration                        // one after the other
	answer func(nth int) (status int, wait int) // of the nth request
	asked  int
	tcns   map[string]int
}

func (n *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if err := r.Body.Close(); err != nil {
		return nil, err
	}
	transaction, err := itl.Parse(body)
	if err != nil {
		return nil, err
	}
	n.lock.Lock()
	n.asked++
	status, wait := n.answer(n.asked)
	n.tcns[transaction.Records[0].Text(9)]++
	time.Sleep(n.takes) // of the bubble
	n.lock.Unlock()
	answer := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"submission": "5f1d"}`))}
	if wait > 0 {
		answer.Header.Set("Retry-After", strconv.Itoa(wait))
	}
	return answer, nil
}

// sends runs against a node that answers so.
func sends(t *testing.T, n *fake, c Config, of *card) *Report {
	t.Helper()
	n.tcns = map[string]int{}
	return c.run(t.Context(), &post{"http://hub.invalid" + path, "", &http.Client{Transport: n}}, of)
}

func taken(int) (int, int) { return http.StatusCreated, 0 }

func small(t *testing.T) *card {
	t.Helper()
	c, err := newCard(shapes[Small], "OHFRTRY01", 0)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestLateAnswersCount: a node that takes ten times as long as bookings are apart is charged for those that waited, and each is sent once.
func TestLateAnswersCount(t *testing.T) {
	t.Parallel()
	card := small(t)
	synctest.Test(t, func(t *testing.T) {
		n := &fake{takes: 100 * time.Millisecond, answer: taken}
		r := sends(t, n, Config{Size: Small, Rate: 100, For: time.Second, Connections: 1}, card)
		if r.Acknowledged != 100 || len(n.tcns) != 100 || r.Left != 0 {
			t.Errorf("%d acknowledged of %d sent", r.Acknowledged, len(n.tcns))
		}
		// The last was due after 990 ms, and answered after 10 s.
		for what, pair := range map[string][2]float64{"p50": {r.P50, 4510}, "at most": {r.Max, 9010}, "a second": {r.Achieved, 10}} {
			if math.Abs(pair[0]-pair[1]) > pair[1]/50 {
				t.Errorf("%s: %v, want about %v", what, pair[0], pair[1])
			}
		}
	})
}

// TestPushedBack: the sender waits as long as it was told to, sends the same card again, and does not begin anew after the time is over.
func TestPushedBack(t *testing.T) {
	t.Parallel()
	card := small(t)
	synctest.Test(t, func(t *testing.T) {
		n := &fake{answer: func(nth int) (int, int) {
			if nth <= 2 {
				return http.StatusServiceUnavailable, 3
			}
			return http.StatusCreated, 0
		}}
		r := sends(t, n, Config{Size: Small, Rate: 1, For: 10 * time.Second, Connections: 2}, card)
		if r.Acknowledged != 10 || r.PushedBack != 2 || r.Max != 3000 || n.tcns[number(0, 0)] != 2 {
			t.Errorf("%+v, sent %v", r, n.tcns)
		}
		full := &fake{answer: func(int) (int, int) { return http.StatusServiceUnavailable, 60 }}
		r = sends(t, full, Config{Size: Small, Rate: 1, For: 10 * time.Second, Connections: 2}, card)
		if r.Acknowledged != 0 || r.Left != 10 || r.Errors != 0 || r.Seconds > 10 {
			t.Errorf("%+v", r)
		}
	})
}

// TestRefused: what is neither an acknowledgement nor a word to wait is an error, and is not sent again.
func TestRefused(t *testing.T) {
	t.Parallel()
	card := small(t)
	synctest.Test(t, func(t *testing.T) {
		for _, status := range []int{http.StatusOK, http.StatusUnprocessableEntity, http.StatusServiceUnavailable} { // 200: the hub has had it before
			r := sends(t, &fake{answer: func(int) (int, int) { return status, 0 }}, Config{Size: Small, Rate: 1, For: 3 * time.Second, Connections: 1}, card)
			if r.Errors != 3 || r.Left != 0 || r.FirstError != fmt.Sprintf(`answered %d: {"submission": "5f1d"}`, status) || r.Acknowledged != 0 {
				t.Errorf("%d: %+v", status, r)
			}
		}
	})
}

func TestConfigs(t *testing.T) {
	t.Parallel()
	for _, c := range []Config{
		{Size: Small}, {Size: Small, Rate: 1, For: time.Second}, {Size: Small, Rate: -1, For: time.Second, Connections: 1},
		{Size: Small, Rate: 1e9, For: time.Hour, Connections: 1}, {Size: "vast", Rate: 1, For: time.Second, Connections: 1},
	} {
		if c.Validate() == nil {
			t.Errorf("%+v can be run", c)
		}
	}
}

func TestPrint(t *testing.T) {
	t.Parallel()
	r := &Report{Hub: "http://hub.invalid", CardBytes: 20_000, Rate: 200, For: 120, Connections: 8, Arrivals: 24_000}
	r.close([]time.Duration{30 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond}, 2*time.Second)
	var out bytes.Buffer
	r.Print(&out)
	const want = `24000 bookings of 20000 bytes were due in 120 s, 200 a second, over 8 connections to http://hub.invalid
acknowledged   3 in 2.0 s: 1.5 a second, 0.03 MB a second
after          p50 20.0 ms, p99 20.0 ms, p99.9 20.0 ms, at most 30.0 ms, from when each was due
pushed back    0 times (503 with Retry-After)
left           23997, pushed back until the time was over, or cut off
failed         0
`
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
