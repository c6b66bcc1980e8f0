package monitor

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sallyport/internal/lasting"
	"sallyport/internal/tiles"
	"sallyport/record"
)

// state is what is remembered of a log.
type state struct {
	Origin      string            `json:"origin"`
	Key         string            `json:"key"`
	Checkpoint  string            `json:"checkpoint,omitempty"` // the greatest that goes on from those before
	Served      map[string]uint64 `json:"served"`               // entries of the last checkpoint at each place
	First       time.Time         `json:"first"`
	Grown       time.Time         `json:"grown"`                // when there was more than before
	Unwitnessed time.Time         `json:"unwitnessed,omitzero"` // since when
	Hidden      time.Time         `json:"hidden,omitzero"`
	Next        uint64            `json:"next"` // entries that were read
	Settings    *record.Settings  `json:"settings,omitempty"`
	LastDay     string            `json:"lastDay,omitempty"`
	Laws        map[string]string `json:"laws"`   // hash of the rules of each version that is applied
	Named       map[string]bool   `json:"named"`  // "YYYY-MM PLACE", of places that lines of that month call by their own name
	Proven      []Alarm           `json:"proven"` // what signatures prove, for good

	sums    map[string]string // day of each commitment to a message
	changed bool              // sums are not as they were saved
}

// fileName is the log's in a folder: escaped, so that it is one name.
func fileName(origin, end string) string { return url.PathEscape(origin) + end }

func load(dir string, log *tiles.Log) (*state, error) {
	s := &state{sums: map[string]string{}}
	for name, to := range map[string]any{".json": s, ".messages.json": &s.sums} {
		name = filepath.Join(dir, fileName(log.Key.Name(), name))
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = json.Unmarshal(text, to)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w; take the file away to begin anew", name, err)
		}
	}
	if s.Key != "" && s.Key != log.Vkey {
		return nil, fmt.Errorf("%s: the log was watched under another key, %s; take its files away if it has changed its key", filepath.Join(dir, fileName(log.Key.Name(), ".json")), s.Key)
	}
	s.Origin, s.Key = log.Key.Name(), log.Vkey
	if s.Served == nil {
		s.Served, s.Laws, s.Named = map[string]uint64{}, map[string]string{}, map[string]bool{}
	}
	return s, nil
}

// save writes what is remembered, the messages first: after a kill some are read once more.
func (s *state) save(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if s.changed {
		if err := write(filepath.Join(dir, fileName(s.Origin, ".messages.json")), s.sums); err != nil {
			return err
		}
		s.changed = false
	}
	return write(filepath.Join(dir, fileName(s.Origin, ".json")), s)
}

func write(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return lasting.Replace(name, text, 0o644)
}

// most is how many proven alarms are kept of a log: what goes on for ever is proven once.
const most = 16

// prove keeps signed checkpoints that prove something, the smaller first, and the alarm with them.
func (p *poll) prove(k Kind, views []*view, detail string, args ...any) error {
	dir := filepath.Join(p.config.Dir, "evidence")
	a := Alarm{Kind: k, Log: p.state.Origin, Detail: fmt.Sprintf(detail, args...), Ask: asks[k]}
	for _, v := range views {
		sum := sha256.Sum256([]byte(v.Note))
		a.Evidence = append(a.Evidence, filepath.Join(dir, fileName(p.state.Origin, fmt.Sprintf(".%d.%x.checkpoint", v.Size, sum[:4]))))
	}
	known := slices.ContainsFunc(p.state.Proven, func(b Alarm) bool { return b.Kind == k && b.Evidence[0] == a.Evidence[0] })
	if known || len(p.state.Proven) == most {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i, v := range views {
		if err := lasting.Replace(a.Evidence[i], []byte(v.Note), 0o644); err != nil {
			return err
		}
	}
	p.state.Proven = append(p.state.Proven, a)
	return nil
}
