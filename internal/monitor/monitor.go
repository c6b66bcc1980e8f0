// Package monitor watches published logs: that each only grows, in time, cosigned by its witnesses, and shows everyone the same. What two signed
// checkpoints prove is kept as evidence. It remembers the greatest checkpoint of each log that it could show to go on from those before, and promises that
// after a kill at any moment it remembers what it had told, or a little less.
package monitor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"sallyport/internal/tiles"
	"sallyport/proof"
)

// Config is what is watched.
type Config struct {
	Dir       string        // where it is remembered; it is made where it is not there
	Logs      []*tiles.Log  // those with the same key are one log at several places
	Policy    *proof.Policy // who has to cosign; nil for nobody. It has to believe the logs
	Witnesses []string      // addresses of further witnesses that are asked what they have seen
	Grace     time.Duration // for what is late
}

// Monitor is one at work. It is for one goroutine.
type Monitor struct {
	config Config
	logs   []*watched
	client *http.Client
}

// watched is one log, at all of its places.
type watched struct {
	places []*tiles.Log
	state  *state
}

// answerTime is how long a witness may take.
const answerTime = 30 * time.Second

// Open reads what is remembered.
func Open(c Config) (*Monitor, error) {
	m := &Monitor{config: c, client: &http.Client{Timeout: answerTime}}
	known := map[string]*watched{}
	for _, log := range c.Logs {
		if w := known[log.Vkey]; w != nil {
			w.places = append(w.places, log)
			continue
		}
		s, err := load(c.Dir, log)
		if err != nil {
			return nil, fmt.Errorf("monitor: %w", err)
		}
		known[log.Vkey] = &watched{[]*tiles.Log{log}, s}
		m.logs = append(m.logs, known[log.Vkey])
	}
	return m, nil
}

// Poll looks once. The error is of what kept it from remembering; whatever is wrong with a log is an alarm.
func (m *Monitor) Poll(ctx context.Context, now time.Time) (*Seen, error) {
	seen := &Seen{At: now.UTC(), Alarms: []Alarm{}, News: []News{}}
	for _, w := range m.logs {
		if err := m.poll(ctx, w, seen); err != nil {
			return nil, fmt.Errorf("monitor: %w", err)
		}
	}
	m.peers(seen)
	for _, w := range m.logs {
		for _, proven := range w.state.Proven {
			seen.alarm(proven)
		}
		if err := w.state.save(m.config.Dir); err != nil {
			return nil, fmt.Errorf("monitor: %w", err)
		}
	}
	return seen, ctx.Err()
}

func (m *Monitor) poll(ctx context.Context, w *watched, seen *Seen) error {
	s := w.state
	if s.First.IsZero() {
		s.First, s.Grown = seen.At, seen.At
	}
	p := &poll{Monitor: m, watched: w, seen: seen, status: Status{Log: s.Origin}}
	best, err := p.views(ctx)
	if err != nil {
		return err
	}
	if best != nil {
		if best.Size > p.grownTo || p.grownTo == 0 {
			s.Grown = seen.At
		}
		p.follow(ctx, best)
		p.status.Size = best.Size
	}
	p.late()
	p.status.LastDay = s.LastDay
	seen.Logs = append(seen.Logs, p.status)
	return nil
}

// poll is one look at one log.
type poll struct {
	*Monitor
	*watched
	seen    *Seen
	status  Status
	grownTo uint64 // entries that were remembered before
	newest  time.Time
}

func (p *poll) alarm(k Kind, evidence []string, detail string, args ...any) {
	p.seen.alarm(Alarm{Kind: k, Log: p.state.Origin, Detail: fmt.Sprintf(detail, args...), Ask: asks[k], Evidence: evidence})
}

// unreadable says what kept a log from being read.
func (p *poll) unreadable(place string, err error) {
	switch {
	case errors.As(err, new(*tiles.Unsigned)):
		p.alarm(Unsigned, nil, "%s: %v", place, err)
	case errors.Is(err, tiles.ErrServer):
		p.alarm(Unreachable, nil, "%s: %v", place, err)
	default:
		p.alarm(Damaged, nil, "%s: %v", place, err)
	}
}
