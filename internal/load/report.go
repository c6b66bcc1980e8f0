package load

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// Report is what came of a run. Times are milliseconds from the moment at which a booking was due to its acknowledgement.
type Report struct {
	Hub         string  `json:"hub"`
	Size        Size    `json:"size"`
	CardBytes   int     `json:"card_bytes"`
	Rate        float64 `json:"rate"`  // asked for, a second
	For         float64 `json:"for_s"` // asked for
	Connections int     `json:"connections"`
	Arrivals    int64   `json:"arrivals"`

	Acknowledged int     `json:"acknowledged"`
	Seconds      float64 `json:"seconds"`  // until the last answer
	Achieved     float64 `json:"achieved"` // acknowledged a second
	P50          float64 `json:"p50_ms"`
	P99          float64 `json:"p99_ms"`
	P999         float64 `json:"p999_ms"`
	Max          float64 `json:"max_ms"`
	PushedBack   int     `json:"pushed_back"` // answers 503 with Retry-After
	Errors       int     `json:"errors"`
	FirstError   string  `json:"first_error,omitempty"`
	Left         int64   `json:"left"` // pushed back to the end, or cut off
}

func (r *Report) fail(err error) {
	if r.Errors++; r.FirstError == "" {
		r.FirstError = err.Error()
	}
}

// close works the figures out.
func (r *Report) close(took []time.Duration, elapsed time.Duration) {
	r.Acknowledged, r.Seconds = len(took), elapsed.Seconds()
	r.Left = r.Arrivals - int64(r.Acknowledged) - int64(r.Errors)
	r.Achieved = float64(len(took)) / elapsed.Seconds()
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	r.P50, r.P99, r.P999, r.Max = share(took, 0.5), share(took, 0.99), share(took, 0.999), share(took, 1)
}

// share is the time that so much of all, in rising order, took at most.
func share(took []time.Duration, part float64) (milliseconds float64) {
	return float64(took[int(part*float64(len(took)-1))].Microseconds()) / 1000
}

// Print writes the figures for a person.
func (r *Report) Print(w io.Writer) {
	fmt.Fprintf(w, "%d bookings of %d bytes were due in %.0f s, %.4g a second, over %d connections to %s\n", r.Arrivals, r.CardBytes, r.For, r.Rate, r.Connections, r.Hub)
	fmt.Fprintf(w, "acknowledged   %d in %.1f s: %.4g a second, %.3g MB a second\n", r.Acknowledged, r.Seconds, r.Achieved, r.Achieved*float64(r.CardBytes)/1e6)
	fmt.Fprintf(w, "after          p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, at most %.1f ms, from when each was due\n", r.P50, r.P99, r.P999, r.Max)
	fmt.Fprintf(w, "pushed back    %d times (503 with Retry-After)\n", r.PushedBack)
	fmt.Fprintf(w, "left           %d, pushed back until the time was over, or cut off\n", r.Left)
	fmt.Fprintf(w, "failed         %d\n", r.Errors)
	if r.FirstError != "" {
		fmt.Fprintf(w, "the first      %s\n", r.FirstError)
	}
}
