package ledger

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"sallyport/internal/store"
	"sallyport/record"
)

// announce has the log say the settings and the laws, where it says otherwise so far. Once is enough for a log that is open.
func (l *Log) announce(ctx context.Context, s *store.Store, at time.Time) error {
	if l.announced {
		return nil
	}
	err := s.InTx(ctx, func(tx *store.Tx) error {
		var said []record.Published
		last, err := tx.LastPublished(string(record.KindSettings), 1)
		if err != nil {
			return err
		}
		leaf, err := record.Encode(l.config.Settings)
		if err != nil {
			return err
		}
		if len(last) == 0 || last[0].Body != string(leaf) {
			said = append(said, l.config.Settings)
		}
		laws, err := l.changes(tx, at)
		if err != nil {
			return err
		}
		return plan(tx, at, append(said, laws...)...)
	})
	l.announced = err == nil
	return err
}

// changes are the laws of which the log says otherwise, or nothing, so far.
func (l *Log) changes(tx *store.Tx, at time.Time) (changed []record.Published, err error) {
	rows, err := tx.LastPublished(string(record.KindLaw), math.MaxInt32)
	if err != nil {
		return nil, err
	}
	type version struct{ pack, version string }
	said := map[version]record.Law{}
	var order []version
	for _, row := range rows {
		law, err := decode[record.Law](&row)
		if err != nil {
			return nil, err
		}
		v := version{law.Pack, law.Version}
		if _, newer := said[v]; !newer {
			said[v] = law
			order = append(order, v)
		}
	}
	today := at.UTC().Format(time.DateOnly)
	applied := map[version]bool{}
	for _, law := range l.config.Laws {
		v := version{law.Pack, law.Version}
		applied[v] = true
		before, known := said[v]
		law.Loaded = before.Loaded
		if !known || !same(law, before) {
			law.Loaded = today
			changed = append(changed, law)
		}
	}
	for _, v := range order {
		if law := said[v]; !applied[v] && !law.Removed {
			law.Removed, law.Loaded = true, today
			changed = append(changed, law)
		}
	}
	return changed, nil
}

func same(a, b record.Law) bool {
	signed := slices.Equal(a.Signed, b.Signed)
	a.Signed, b.Signed = nil, nil
	return signed && fmt.Sprint(a) == fmt.Sprint(b)
}
