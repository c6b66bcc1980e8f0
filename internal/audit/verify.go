// Package audit recounts a published log, with nothing but its key: that every entry leads to the signed root, that the log grew slot by slot as it says of
// itself, that every day has its batch and the batch adds up, that the law which lines apply is law that the log says was loaded. With a node's book it shows
// which entry is which line of the record. Whatever is wrong is named, with the entry and with who can answer for it. It promises nothing about what was
// never put on record.
package audit

import (
	"context"
	"errors"
	"slices"

	"sallyport/internal/reconcile"
	"sallyport/internal/tiles"
	"sallyport/proof"
)

// Report is what a log was checked for, and what was found.
type Report struct {
	Log      string         `json:"log"` // origin
	Source   string         `json:"source"`
	Size     uint64         `json:"size"`
	Root     string         `json:"root"`
	Policy   bool           `json:"policy"` // whether there was one
	Cosigned proof.Cosigned `json:"cosigned"`
	Levels   []tiles.Level  `json:"levels"`
	Older    []Older        `json:"older"`
	Counts   Counts         `json:"counts"`
	Book     *InBrief       `json:"book,omitempty"`
	Findings []Finding      `json:"findings"`
}

// InBrief is a book in brief.
type InBrief = reconcile.InBrief

// Older is an older checkpoint that the log was held against.
type Older struct {
	Name string `json:"name"` // as it was given
	Size uint64 `json:"size"`
}

// Given is what a log is held against, beside itself.
type Given struct {
	Policy *proof.Policy     // nil for none; it has to believe the log
	Older  map[string][]byte // signed checkpoints by where they come from
	Book   *Book             // nil for none
}

// Verify reads all of a log. The error is *tiles.Unsigned, *WrongBook, tiles.ErrForeign, tiles.ErrServer, fs.ErrNotExist, or of whatever kept it from reading.
func Verify(ctx context.Context, log *tiles.Log, given Given) (*Report, error) {
	c, err := log.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	r := &Report{Log: log.Key.Name(), Source: log.Source, Size: c.Size, Root: c.Root.String(), Cosigned: proof.Cosigned{}, Older: []Older{}, Findings: []Finding{}}
	r.policy(c, given.Policy)
	w := NewWalk()
	w.keep = given.Book != nil
	err = r.walk(ctx, c, w, given)
	if errors.Is(err, tiles.ErrBroken) {
		r.Findings = append(r.Findings, found(Unusable, nil, "%d entries are signed", c.Size))
		return r, nil
	}
	return r, err
}

func (r *Report) walk(ctx context.Context, c *tiles.Checkpoint, w *Walk, given Given) (err error) {
	if r.Levels, err = c.Tiles(ctx); err != nil {
		return err
	}
	for _, level := range r.Levels {
		for _, name := range level.Damaged {
			r.Findings = append(r.Findings, found(TileDamaged, nil, "%s", name))
		}
	}
	if err := r.older(ctx, c, given); err != nil {
		return err
	}
	for e, err := range c.Entries(ctx, 0) {
		damage := new(tiles.Damage)
		switch {
		case errors.As(err, &damage):
			w.Damaged(damage.Span)
		case err != nil:
			return err
		default:
			w.Take(e)
		}
	}
	w.End()
	r.Counts, r.Findings = w.Counts, append(r.Findings, w.Findings...)
	if given.Book != nil {
		return r.book(ctx, c.Log(), given.Book, w.read)
	}
	return nil
}

// policy holds the checkpoint's signatures against those that are asked for.
func (r *Report) policy(c *tiles.Checkpoint, p *proof.Policy) {
	if p == nil {
		return
	}
	r.Policy = true
	_, cosigned, err := p.Check([]byte(c.Note))
	if cosigned != nil {
		r.Cosigned = cosigned
	}
	switch {
	case errors.Is(err, proof.ErrQuorum):
		r.Findings = append(r.Findings, found(NotWitnessed, nil, "%v", err))
	case err != nil:
		r.Findings = append(r.Findings, found(Unsigned, nil, "%v", err))
	}
}

// older holds the log against what it has signed before.
func (r *Report) older(ctx context.Context, c *tiles.Checkpoint, given Given) error {
	for _, name := range sorted(given.Older) {
		old, err := c.Log().Parse(string(given.Older[name]))
		if err != nil {
			r.Findings = append(r.Findings, found(Unsigned, nil, "%s: %v", name, err))
			continue
		}
		r.Older = append(r.Older, Older{name, old.Size})
		f, err := compare(ctx, c, old, name)
		if err != nil {
			return err
		}
		r.Findings = append(r.Findings, f...)
		r.liars(given.Policy, c, old, name, len(f) > 0 && f[0].Kind != Shrank)
	}
	return nil
}

// compare says what two signed checkpoints prove against each other.
func compare(ctx context.Context, c, old *tiles.Checkpoint, name string) ([]Finding, error) {
	if old.Size > c.Size {
		return []Finding{found(Shrank, nil, "%d entries; %s has %d, signed with the same key", c.Size, name, old.Size)}, nil
	}
	root, err := c.RootAt(ctx, old.Size)
	if err != nil {
		return nil, err
	}
	kind, at := Rewritten, (*tiles.Span)(nil)
	if old.Size == c.Size {
		kind = Forked
	}
	if old.Size > 0 {
		at = span(0, old.Size-1)
	}
	if root != old.Root {
		return []Finding{found(kind, at, "the first %d entries have the root %s, and in %s, signed with the same key, the root %s", old.Size, root, name, old.Root)}, nil
	}
	return nil, nil
}

// liars names witnesses that cosigned both of what cannot both be true.
func (r *Report) liars(p *proof.Policy, c, old *tiles.Checkpoint, name string, forked bool) {
	if p == nil {
		return
	}
	if forked {
		for _, w := range CosignedBoth(p, old.Note, c.Note) {
			r.Findings = append(r.Findings, found(WitnessLied, nil, "%s cosigned %d entries as %s has it, and these %d, which are not of one log", w, old.Size, name, c.Size))
		}
		return
	}
	fork, err := p.Compare([]byte(old.Note), []byte(c.Note))
	if err == nil && fork != nil { // a wrong signature is a finding already
		r.Findings = append(r.Findings, found(WitnessLied, nil, "%s: %s", name, fork))
	}
}

// CosignedBoth are the policy's witnesses that cosigned two signed checkpoints.
func CosignedBoth(p *proof.Policy, a, b string) (names []string) {
	by := cosigners(p, a)
	for _, one := range cosigners(p, b) {
		if slices.ContainsFunc(by, func(c proof.Cosignature) bool { return c.Witness == one.Witness }) {
			names = append(names, one.Witness)
		}
	}
	return names
}

func cosigners(p *proof.Policy, signed string) proof.Cosigned {
	_, by, err := p.Check([]byte(signed))
	if err != nil && !errors.Is(err, proof.ErrQuorum) {
		return nil
	}
	return by
}
