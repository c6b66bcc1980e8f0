package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sallyport/internal/tiles"
	"sallyport/law"
	"sallyport/law/sign"
	"sallyport/record"
)

type logLawCmd struct {
	Source string   `arg:"" help:"The log: a folder, or an http or https address."`
	On     string   `placeholder:"DATE" help:"In force on that day, YYYY-MM-DD, as the node had loaded it by then; today unless given."`
	Key    string   `placeholder:"KEY" help:"The log's public key, or a file with it; log.pub beside the log unless given."`
	With   []string `placeholder:"PATH" help:"Pack files, or folders of packs, to compare with in the place of those built in or beside them."`
	counselFlags
	JSON bool `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (logLawCmd) Help() string {
	return "Example: sallyport log law https://hub.example/log --on 2026-11-20\n\n" +
		"Lists which texts of law the node applied, from its log alone, with the signatures of counsel in it, and says of each whether the packs of this build " +
		"are the same text, rules and cases. Exit status 1 where they are not."
}

// lawThen is a version as a log has it, beside this build's.
type lawThen struct {
	record.Law
	Differs []string         `json:"differs"` // from this build: pack, text, rules, cases, engine
	Counsel []signatureJSON  `json:"counsel"`
	judged  []sign.Signature // the same
}

// Run lists the versions.
func (c logLawCmd) Run(std streams) error {
	if c.On == "" {
		c.On = time.Now().UTC().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, c.On); err != nil {
		return badInput(fmt.Errorf("--on: %q is not a day; write YYYY-MM-DD", c.On))
	}
	ctx := context.Background()
	point, err := checkpointOf(ctx, c.Source, c.Key)
	if err != nil {
		return err
	}
	said, err := lawsIn(ctx, point)
	if err != nil {
		return logError(c.Source, c.Key, err)
	}
	all, err := c.compare(record.LawsOn(said, c.On))
	if err != nil {
		return err
	}
	if err := c.print(std, point, all); err != nil {
		return err
	}
	for i := range all {
		if len(all[i].Differs) > 0 {
			return findings()
		}
	}
	return nil
}

// checkpointOf reads a log's checkpoint.
func checkpointOf(ctx context.Context, source, key string) (*tiles.Checkpoint, error) {
	log, err := openLog(ctx, source, key, nil)
	if err != nil {
		return nil, err
	}
	point, err := log.Checkpoint(ctx)
	if err != nil {
		return nil, logError(source, key, err)
	}
	return point, nil
}

// lawsIn are the leaves of law of a log, in order. What is damaged is an error: a law may be missing.
func lawsIn(ctx context.Context, point *tiles.Checkpoint) (all []record.Law, err error) {
	for e, err := range point.Entries(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if kind, _ := record.KindOf(e.Leaf); kind != record.KindLaw {
			continue
		}
		says, err := record.Decode(e.Leaf)
		if err != nil {
			return nil, err
		}
		all = append(all, says.(record.Law))
	}
	return all, nil
}

// compare holds the versions against the packs of this build.
func (c logLawCmd) compare(laws []record.Law) (all []lawThen, err error) {
	book, err := bookBeside(c.With)
	if err != nil {
		return nil, err
	}
	trusted, err := c.trusted()
	if err != nil {
		return nil, err
	}
	now := map[string]sign.Hashes{}
	for _, p := range book.Packs {
		versions, err := c.signed(p, c.With)
		if err != nil {
			return nil, err
		}
		for i := range versions {
			now[p.ID+"@"+versions[i].From] = versions[i].Hashes
		}
	}
	for _, l := range laws {
		then := lawThen{Law: l, Differs: []string{}}
		h, known := now[l.Pack+"@"+l.Version]
		for _, part := range []struct {
			name string
			is   bool
		}{
			{"pack", !known}, {"text", known && h.Text != l.Text}, {"rules", known && h.Rules != l.Rules}, {"cases", known && h.Cases != l.Cases}, {"engine", l.Engine != law.Engine},
		} {
			if part.is {
				then.Differs = append(then.Differs, part.name)
			}
		}
		then.judge(trusted)
		all = append(all, then)
	}
	return all, nil
}

// judge reads the signatures in the log.
func (l *lawThen) judge(trusted []note.Verifier) {
	l.Counsel = []signatureJSON{}
	for _, entry := range l.Signed {
		s, err := sign.FromEntry(sign.Statement{Pack: l.Pack, Version: l.Version, Hashes: sign.Hashes{Text: l.Text, Rules: l.Rules, Cases: l.Cases}}, entry, trusted)
		if err != nil {
			s = sign.Signature{State: sign.Broken, Wrong: err.Error()}
		}
		l.judged = append(l.judged, s)
		l.Counsel = append(l.Counsel, signatureJSON{s.Name, s.Day, s.Key, s.State, s.Changed, s.Wrong})
	}
}

// sure says how the version stands to this build's.
func (l *lawThen) sure() string {
	switch {
	case len(l.Differs) == 0:
		return "the same as this build's"
	case l.Differs[0] == "pack":
		return "not in this build"
	}
	return "differs from this build's: " + strings.Join(l.Differs, ", ")
}

func (c logLawCmd) print(std streams, point *tiles.Checkpoint, all []lawThen) error {
	if c.JSON {
		return writeJSON(std.out, struct {
			Log  string    `json:"log"`
			Size uint64    `json:"size"`
			On   string    `json:"on"`
			Laws []lawThen `json:"laws"`
		}{point.Log().Key.Name(), point.Size, c.On, append([]lawThen{}, all...)})
	}
	fmt.Fprintf(std.out, "%s, over %d entries: %s in force on %s\n", point.Log().Key.Name(), point.Size, howMany(len(all), "text"), c.On)
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	for i := range all {
		l := &all[i]
		ends := l.Ends
		if ends == "" {
			ends = "in force"
		}
		signed := sign.Signed{Signatures: l.judged}
		fmt.Fprintf(w, "%s\t%s\t%s\trules %.16s\t%s\t%s\n", l.Pack, l.Version, ends, l.Rules, l.sure(), strings.Join(signed.Says(), "; "))
	}
	return w.Flush()
}
