package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/ledger"
	"sallyport/internal/publish"
	"sallyport/internal/reconcile"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
	"sallyport/internal/vault"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/record"
)

// county is an agency's node for a year: the desk at which requests are dealt with, its record, and its log. Everybody in it is invented.
type county struct {
	*testing.T
	jail *desk.Jail
	log  *ledger.Log
	dir  string
	zone *time.Location
	pack string // of whose cases the requests are
}

var lawBook = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })

// newCounty opens an agency's node whose log begins on a day. volume is that of the log's settings: 0 publishes every day by its name.
func newCounty(t *testing.T, place, pack, zone, begins string, volume int) *county {
	t.Helper()
	book, err := lawBook()
	noErr(t, err)
	c := &county{T: t, dir: t.TempDir(), pack: pack}
	c.zone, err = time.LoadLocation(zone)
	noErr(t, err)
	s, err := sqlite.Open(t.Context(), filepath.Join(c.dir, "db"))
	noErr(t, err)
	keys, err := vault.Open(filepath.Join(c.dir, "vault"), rand.Reader)
	noErr(t, err)
	name := strings.ReplaceAll(place, "/", ".")
	c.jail = desk.NewJail(desk.Node{Name: name, Store: s, Vault: keys, Law: book, Random: rand.Reader}, place, "")
	rules := publish.Rules{Place: place, Volume: volume}
	c.log, err = ledger.Open(t.Context(), c.logDir(), ledger.Config{Origin: "trial.sallyport.invalid/" + name,
		Settings: record.Settings{Node: "agency", Place: place, Slot: 60, Width: 8, Batch: "02:00", Volume: volume, Trial: true},
		Batch:    func(tx *store.Tx, day int64) (record.Batch, error) { return publish.Batch(tx, day, rules) }})
	noErr(t, err)
	t.Cleanup(func() { noErr(t, c.log.Close(), s.Close(), keys.Close()) })
	c.grow(begins)
	return c
}

func (c *county) logDir() string { return filepath.Join(c.dir, "log") }

// grow brings the log level with the record, as of a day.
func (c *county) grow(day string) {
	c.Helper()
	_, err := c.log.CatchUp(c.Context(), c.jail.Store, c.at(day+" 12:00"))
	noErr(c.T, err)
}

// book writes the county's book, as of a day.
func (c *county) book(day string) string {
	c.Helper()
	log, err := tiles.Open(c.Context(), c.logDir(), "")
	noErr(c.T, err)
	var text bytes.Buffer
	noErr(c.T, reconcile.Export(c.Context(), c.jail.Store, log, c.at(day+" 12:00"), &text))
	name := filepath.Join(c.dir, day+".book")
	noErr(c.T, os.WriteFile(name, text.Bytes(), 0o600))
	return name
}

func (c *county) at(text string) time.Time {
	c.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, c.zone)
	noErr(c.T, err)
	return at
}

func (c *county) who(role sallyport.Role) sallyport.Actor {
	return sallyport.Actor{ID: string(role), Office: c.jail.Place, Role: role}
}

// request is one that came by fax, and what is done about it.
type asked struct {
	*county
	id string
	at time.Time // of the last step
}

// ask has a request come about somebody of whom the facts of one of the pack's cases are true. Custody on the criminal matter ends a day later.
func (c *county) ask(at, scenario string) *asked {
	c.Helper()
	facts := c.scenario(scenario)
	a := &asked{county: c, at: c.at(at)}
	var states, custody, convictions, findings []desk.Fact
	var r sallyport.Request
	for _, f := range facts {
		switch {
		case f.Path == "request.action":
			r.Action = unquoted(f.Value)
		case f.Path == "request.form":
			r.Form = unquoted(f.Value)
		case f.Path == "request.served_at", f.Path == "request.received_at", f.Path == "release.eligible_at":
		case strings.HasPrefix(f.Path, "request."):
			states = append(states, f)
		case strings.HasPrefix(f.Path, "convictions"):
			convictions = append(convictions, f)
		case strings.HasPrefix(f.Path, "officer.fod_") && f.Value == "true":
			findings = append(findings, f)
		default:
			custody = append(custody, f)
		}
	}
	if r.Form == "" {
		r.Form = "none"
	}
	r.By, r.At = "an officer", a.at
	custody = append(custody, desk.Fact{Path: "release.eligible_at", Value: strconv.Quote(a.at.Add(24 * time.Hour).Format(time.RFC3339)), Source: "booking sheet"})
	var err error
	a.id, err = c.jail.Register(c.Context(), c.who(sallyport.JailClerk), a.at, r, "fax", "main jail", states)
	noErr(c.T, err, c.jail.RecordFacts(c.Context(), c.who(sallyport.JailClerk), a.id, a.at, custody))
	for role, facts := range map[sallyport.Role][]desk.Fact{sallyport.Clerk: convictions, sallyport.Director: findings} {
		if len(facts) > 0 {
			noErr(c.T, c.jail.RecordFacts(c.Context(), c.who(role), a.id, a.at, facts))
		}
	}
	return a
}

func (a *asked) step(after time.Duration, do func(ctx context.Context, at time.Time) error) *asked {
	a.Helper()
	a.at = a.at.Add(after)
	noErr(a.T, do(a.Context(), a.at))
	return a
}

func (a *asked) answer(agrees bool) *asked {
	a.Helper()
	a.step(10*time.Minute, func(ctx context.Context, at time.Time) error {
		return a.jail.Accept(ctx, a.who(sallyport.JailClerk), a.id, at)
	})
	return a.step(10*time.Minute, func(ctx context.Context, at time.Time) error {
		return a.jail.Answer(ctx, a.who(sallyport.JailSupervisor), a.id, at, agrees)
	})
}

func (a *asked) refuse() *asked { a.Helper(); return a.answer(false) }

// agree answers yes and serves the copy, so that both doors have judged.
func (a *asked) agree() *asked {
	a.Helper()
	return a.answer(true).step(10*time.Minute, func(ctx context.Context, at time.Time) error {
		_, err := a.jail.Serve(ctx, a.who(sallyport.JailClerk), a.id, at)
		return err
	})
}

func (a *asked) release() *asked {
	a.Helper()
	return a.step(24*time.Hour, func(ctx context.Context, at time.Time) error {
		return a.jail.Release(ctx, a.who(sallyport.JailClerk), a.id, at)
	})
}

func (a *asked) lapse() *asked {
	a.Helper()
	return a.step(25*time.Hour, func(ctx context.Context, at time.Time) error {
		return a.jail.Lapse(ctx, a.who(sallyport.JailClerk), a.id, at)
	})
}

func (a *asked) hold(reason string) *asked {
	a.Helper()
	a.step(24*time.Hour, func(ctx context.Context, at time.Time) error {
		return a.jail.StartHold(ctx, a.who(sallyport.JailClerk), a.id, at)
	})
	return a.step(2*time.Hour, func(ctx context.Context, at time.Time) error {
		return a.jail.EndHold(ctx, a.who(sallyport.JailClerk), a.id, at, reason)
	})
}

func (a *asked) aside(reason string) *asked {
	a.Helper()
	return a.step(time.Hour, func(ctx context.Context, at time.Time) error {
		return a.jail.SetAside(ctx, a.who(sallyport.JailClerk), a.id, at, reason)
	})
}

// old has the clock of the request's age run out.
func (a *asked) old() *asked {
	a.Helper()
	return a.step(11*24*time.Hour, func(ctx context.Context, at time.Time) error {
		_, err := a.jail.Wake(ctx, casework.AgeClock, a.id, at)
		return err
	})
}

func (a *asked) note(r sallyport.Return) *asked {
	a.Helper()
	return a.step(3*aDay, func(ctx context.Context, at time.Time) error { // when somebody comes to it
		return a.jail.NoteReturn(ctx, a.who(sallyport.JailClerk), a.id, at, r)
	})
}

func unquoted(value string) string {
	text, err := strconv.Unquote(value)
	if err != nil {
		return value
	}
	return text
}

// scenario are the facts of one of the pack's cases.
func (c *county) scenario(name string) (facts []desk.Fact) {
	c.Helper()
	text, err := packs.FS.ReadFile(c.pack + "/cases.yaml")
	noErr(c.T, err)
	all := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var one struct {
			Scenario string
			Case     yaml.Node
		}
		if err := all.Decode(&one); errors.Is(err, io.EOF) {
			c.Fatalf("%s: no case %s", c.pack, name)
		} else if err != nil {
			c.Fatal(err)
		}
		if one.Scenario == name {
			facts = flat("", &one.Case)
			return slices.DeleteFunc(facts, func(f desk.Fact) bool { return slices.Contains([]string{"v", "id", "at", "agency"}, f.Path) })
		}
	}
}

// flat are the facts of a case, each by its path.
func flat(path string, n *yaml.Node) (facts []desk.Fact) {
	switch {
	case n.Kind == yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			facts = append(facts, flat(strings.TrimPrefix(path+"."+n.Content[i].Value, "."), n.Content[i+1])...)
		}
		return facts
	case n.Kind == yaml.SequenceNode && len(n.Content) > 0 && n.Content[0].Kind == yaml.MappingNode:
		for i, entry := range n.Content {
			facts = append(facts, flat(fmt.Sprintf("%s[%d]", path, i), entry)...)
		}
		return facts
	case n.Kind == yaml.SequenceNode:
		words := []string{}
		for _, entry := range n.Content {
			words = append(words, strconv.Quote(entry.Value))
		}
		return []desk.Fact{{Path: path, Value: "[" + strings.Join(words, ",") + "]", Source: "an invented case"}}
	}
	value := strconv.Quote(n.Value)
	if n.Tag == "!!bool" || n.Tag == "!!int" {
		value = n.Value
	}
	return []desk.Fact{{Path: path, Value: value, Source: "an invented case"}}
}

func noErr(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}
