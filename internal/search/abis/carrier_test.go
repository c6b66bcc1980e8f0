package abis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// wire is an HTTP transport that answers by itself.
type wire func(*http.Request) (status int, body string)

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	status, body := w(r)
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// TestPatience: an answer that is to come is asked for at every pause, by the request's ID, until patience ends.
func TestPatience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked []string
		c := &carrier{"https://abis.example" + messages, &http.Client{Transport: wire(func(r *http.Request) (int, string) {
			asked = append(asked, r.Method+" "+r.URL.Path)
			return http.StatusAccepted, ""
		})}, time.Minute, 10 * time.Second}
		begin := time.Now()
		_, err := c.ask(t.Context(), to(ping))
		if err == nil || !strings.Contains(err.Error(), "mosip.abis.ping: no answer within 1m0s") || time.Since(begin) != time.Minute {
			t.Error(err, time.Since(begin))
		}
		if len(asked) < 6 || asked[0] != "POST /abis/v0.9/requests" || asked[1] != "GET /abis/v0.9/requests/01234567-89AB-CDEF-0123-456789ABCDEF" {
			t.Error(asked)
		}
	})
}

// TestLate: an answer that comes before patience ends is taken, and one that does not is not waited for once the caller has gone.
func TestLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		left := 5
		c := &carrier{"https://abis.example", &http.Client{Transport: wire(func(r *http.Request) (int, string) {
			if left--; left > 0 {
				return http.StatusAccepted, ""
			}
			return http.StatusOK, fmt.Sprintf(simple, ping, "")
		})}, time.Minute, 10 * time.Second}
		if _, err := c.ask(t.Context(), to(ping)); err != nil {
			t.Error(err)
		}
		left = 1000
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.ask(ctx, to(ping)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}
