package node

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"sallyport/internal/ledger"
	"sallyport/internal/publish"
	"sallyport/internal/store"
	"sallyport/law"
	"sallyport/law/packs"
	"sallyport/record"
)

// Log is how a node's log grows, and what it publishes of whom. The zero value is what a node of its kind usually has.
type Log struct {
	Slot      int64  `yaml:"slot"`      // seconds between two slots; 60 unless given
	Width     int    `yaml:"width"`     // entries of a slot; 256 for a hub and 8 for an agency unless given
	Batch     string `yaml:"batch"`     // HH:MM UTC, when what is published of a day is; 02:00 unless given
	Volume    int    `yaml:"volume"`    // bookings in 28 days, from which on a place is published by its own name; 300 unless given, -1 for every place: only for trials
	Witnesses string `yaml:"witnesses"` // file: who cosigns, as c2sp.org/tlog-policy has it; nobody unless given
}

const (
	usualSlot, usualBatch, usualVolume = 60, "02:00", 300
	hubWidth, agencyWidth              = 256, 8
)

func (c *Log) fill(agency bool) {
	if c.Slot == 0 {
		c.Slot = usualSlot
	}
	if c.Width == 0 {
		c.Width = hubWidth
		if agency {
			c.Width = agencyWidth
		}
	}
	if c.Batch == "" {
		c.Batch = usualBatch
	}
	if c.Volume == 0 {
		c.Volume = usualVolume
	}
}

// settings are what the log itself says of how it grows.
func (c *Config) settings() record.Settings {
	s := record.Settings{Node: "hub", Slot: c.Log.Slot, Width: c.Log.Width, Batch: c.Log.Batch, Volume: max(0, c.Log.Volume), Trial: true}
	if c.Place != "" {
		s.Node, s.Place = "agency", c.Place
	}
	return s
}

// Origin is what the node's log is called.
func (c *Config) Origin() string { return "trial.sallyport.invalid/" + c.Name }

func (n *Node) openLog(ctx context.Context, book *law.Book) (*ledger.Log, error) {
	c := &n.Config
	counsel, err := c.counsel()
	if err != nil {
		return nil, err
	}
	laws, err := packs.Laws(book, counsel)
	if err != nil {
		return nil, err
	}
	settings := c.settings()
	rules := publish.Rules{Place: settings.Place, Volume: settings.Volume}
	config := ledger.Config{Origin: c.Origin(), Settings: settings, Laws: laws,
		Batch: func(tx *store.Tx, day int64) (record.Batch, error) { return publish.Batch(tx, day, rules) }}
	if c.Log.Witnesses != "" {
		policy, err := os.ReadFile(c.Log.Witnesses)
		if err != nil {
			return nil, fmt.Errorf("log.witnesses: %w", err)
		}
		config.Witnesses = policy
	}
	return ledger.Open(ctx, filepath.Join(c.Dir, "log"), config)
}
