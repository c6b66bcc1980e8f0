package monitor

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"sallyport/internal/audit"
	"sallyport/internal/tiles"
	"sallyport/proof"
)

// view is a checkpoint as it was shown to us.
type view struct {
	*tiles.Checkpoint
	from  string
	tiles bool // the entries under it can be read there
}

// views gathers what is shown at each place, by the witnesses and what is remembered, and holds it against each other. It returns the greatest checkpoint of
// which the tiles can be read, or nil where there is none that goes on from what is remembered.
func (p *poll) views(ctx context.Context) (*tiles.Checkpoint, error) {
	all := p.served(ctx)
	var best *view
	for _, v := range all {
		if best == nil || v.Size > best.Size {
			best = v
		}
	}
	if old := p.remembered(); old != nil {
		all = append(all, old)
		p.grownTo = old.Size
	}
	all = append(all, p.witnesses(ctx)...)
	p.cosigned(all)
	if best == nil {
		return nil, p.lies(all)
	}
	sound := true
	for _, v := range all {
		one, err := p.against(ctx, best, v)
		if err != nil {
			return nil, err
		}
		sound = sound && one
	}
	if err := p.lies(all); err != nil {
		return nil, err
	}
	p.hidden(best, all)
	p.rollbacks(all, best.Size)
	if !sound || best.Size < p.grownTo {
		return nil, nil
	}
	p.state.Checkpoint = best.Note
	return best.Checkpoint, nil
}

func (p *poll) served(ctx context.Context) (all []*view) {
	for _, log := range p.places {
		c, err := log.Checkpoint(ctx)
		if errors.Is(err, fs.ErrNotExist) && p.state.Checkpoint == "" {
			p.alarm(Unreachable, nil, "%s: it has no checkpoint yet", log.Source)
			continue
		}
		if err != nil {
			p.unreadable(log.Source, err)
			continue
		}
		all = append(all, &view{c, log.Source, true})
	}
	return all
}

func (p *poll) remembered() *view {
	c, err := p.places[0].Parse(p.state.Checkpoint)
	if err != nil { // none yet
		return nil
	}
	return &view{c, "what was seen before", false}
}

// witnesses asks each witness what it has seen last.
func (p *poll) witnesses(ctx context.Context) (all []*view) {
	addresses := slices.Clone(p.config.Witnesses)
	if p.config.Policy != nil {
		for _, w := range p.config.Policy.Witnesses {
			if w.URL != "" && !slices.Contains(addresses, w.URL) {
				addresses = append(addresses, w.URL)
			}
		}
	}
	for _, address := range addresses {
		signed, err := p.ask(ctx, address)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it does not know this log, or has not cosigned it yet
		}
		if err != nil {
			p.alarm(Unreachable, nil, "witness %s: %v", address, err)
			continue
		}
		c, err := p.places[0].Parse(signed)
		if err != nil {
			p.alarm(Unsigned, nil, "witness %s: %v", address, err)
			continue
		}
		all = append(all, &view{c, "witness " + address, false})
	}
	return all
}

// ask reads the last checkpoint of a log that a witness has cosigned, as `sallyport witness` serves it: at the SHA-256 of the log's origin.
func (p *poll) ask(ctx context.Context, address string) (string, error) {
	name := fmt.Sprintf("%s/%x/checkpoint", strings.TrimSuffix(address, "/"), sha256.Sum256([]byte(p.state.Origin)))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, name, nil)
	if err != nil {
		return "", err
	}
	answer, err := p.client.Do(req)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return "", fs.ErrNotExist
	default:
		return "", errors.New(answer.Status)
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, proof.MaxNote+1))
	return string(text), err
}

// against holds a view against the greatest. It is false where the two are not of one log, or cannot be shown to be.
func (p *poll) against(ctx context.Context, best, v *view) (bool, error) {
	if v == best || v.Size > best.Size {
		return true, nil
	}
	err := best.Extends(ctx, v.Note)
	switch {
	case err == nil:
		return true, nil
	case ctx.Err() != nil:
		return false, ctx.Err()
	case !errors.Is(err, tiles.ErrRewritten):
		p.unreadable(best.from, err)
		return false, nil
	}
	err = p.prove(Fork, []*view{v, best}, "%d entries as %s has it, and %d as %s has it, both signed with the log's key, are not of one log", v.Size, v.from, best.Size, best.from)
	if p.config.Policy == nil {
		return false, err
	}
	for _, name := range audit.CosignedBoth(p.config.Policy, v.Note, best.Note) {
		err = errors.Join(err, p.prove(WitnessLied, []*view{v, best}, "%s cosigned %d entries as %s has it and %d as %s has it, which are not of one log", name, v.Size, v.from, best.Size, best.from))
	}
	return false, err
}

// lies names witnesses that cosigned what cannot both be true, as the two checkpoints alone show.
func (p *poll) lies(all []*view) error {
	if p.config.Policy == nil {
		return nil
	}
	for i, a := range all {
		for _, b := range all[:i] {
			fork, err := p.config.Policy.Compare([]byte(b.Note), []byte(a.Note))
			if err != nil || fork == nil { // a wrong signature is an alarm already
				continue
			}
			kind := WitnessLied
			if fork.Forked && len(fork.Witnesses) == 0 {
				kind = Fork
			}
			pair := []*view{b, a}
			slices.SortStableFunc(pair, func(x, y *view) int { return cmp.Compare(x.Size, y.Size) })
			if err := p.prove(kind, pair, "%s (%s, %s)", fork, pair[0].from, pair[1].from); err != nil {
				return err
			}
		}
	}
	return nil
}

// rollbacks finds places that serve less than they did, or that none has what was seen before.
func (p *poll) rollbacks(all []*view, most uint64) {
	back := false
	for _, v := range all {
		if !v.tiles {
			continue
		}
		if was := p.state.Served[v.from]; v.Size < was {
			p.alarm(Rollback, nil, "%s has %d entries; it had %d", v.from, v.Size, was)
			back = true
			continue // until it has caught up
		}
		p.state.Served[v.from] = v.Size
	}
	if most < p.grownTo && !back {
		p.alarm(Rollback, nil, "no place has more than %d entries; %d were seen before", most, p.grownTo)
	}
}

// hidden looks for witnesses that have seen more than is published anywhere, for longer than publishing takes.
func (p *poll) hidden(best *view, all []*view) {
	for _, v := range all {
		if v.Size <= best.Size || !strings.HasPrefix(v.from, "witness ") {
			continue
		}
		if p.state.Hidden.IsZero() {
			p.state.Hidden = p.seen.At
		}
		if p.seen.At.Sub(p.state.Hidden) >= p.config.Grace {
			p.alarm(Hidden, nil, "%s has seen %d entries; %d are published", v.from, v.Size, best.Size)
		}
		return
	}
	p.state.Hidden = zero
}

// cosigned holds the greatest view of a place against the policy.
func (p *poll) cosigned(all []*view) {
	if p.config.Policy == nil {
		return
	}
	met, any := false, false
	for _, v := range all {
		_, by, err := p.config.Policy.Check([]byte(v.Note))
		if err != nil && !errors.Is(err, proof.ErrQuorum) {
			p.alarm(Unsigned, nil, "%s: %v", v.from, err)
			continue
		}
		for _, c := range by {
			if c.At.After(p.newest) {
				p.newest = c.At
			}
		}
		if v.tiles {
			any = true
			if err == nil {
				met = true
			}
			p.status.Witnessed = nil
			for _, c := range by {
				p.status.Witnessed = append(p.status.Witnessed, c.Witness)
			}
		}
	}
	switch {
	case met || !any:
		p.state.Unwitnessed = zero
	case p.state.Unwitnessed.IsZero():
		p.state.Unwitnessed = p.seen.At
	case p.seen.At.Sub(p.state.Unwitnessed) >= p.config.Grace:
		p.alarm(NotWitnessed, nil, "no checkpoint since %s has the cosignatures that the policy asks for", p.state.Unwitnessed.Format(form))
	}
}
