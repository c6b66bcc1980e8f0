package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"sallyport/internal/monitor"
	"sallyport/internal/tiles"
	"sallyport/proof"
)

type logMonitorCmd struct {
	Sources []string      `arg:"" help:"Logs, as folders or http(s) addresses. Those with the same key are one log at several places, which have to show the same."`
	State   string        `help:"Folder in which it remembers what it has seen; without it, one in the user's own state." placeholder:"DIR" type:"path"`
	Policy  string        `help:"Who has to cosign their checkpoints, as c2sp.org/tlog-policy has it." placeholder:"FILE" type:"path"`
	Witness []string      `help:"Address of a witness that is asked what it has seen; those of the policy are asked anyway. May be repeated." placeholder:"URL" sep:"none"`
	Every   time.Duration `help:"How often it looks." default:"1m"`
	Grace   time.Duration `help:"How long a batch, a cosignature or a publication may be late." default:"1h"`
	Once    bool          `help:"Look once: status 1 where anything is wrong."`
	JSON    bool          `name:"json" help:"Print a line of JSON for each look."`
}

func (logMonitorCmd) Help() string {
	return `Watches published logs, and tells on standard error when one is wrong: it forked, went back, stopped growing, left out a batch, lost its witnesses, shows different
things at different places, or has messages that the other side's log has not. Signed checkpoints that prove it are kept in DIR/evidence. What the logs say of
changes of law is told as news, on standard output.

It takes a log's key from the policy, or from log.pub beside the log.

Status with --once: 0 when nothing is wrong, 1 with alarms, 2 for what is no log, 3 where nothing is wrong but some place does not answer.

Example:
  sallyport log monitor https://log.example.org/hub https://mirror.example.net/hub --policy witnesses.policy
  sallyport log monitor trial/hub/log trial/us-oh.franklin/log --once --state seen`
}

func (c *logMonitorCmd) Run(std streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	m, err := c.open(ctx)
	if err != nil {
		return err
	}
	if c.Once {
		seen, err := m.Poll(ctx, time.Now())
		if err != nil {
			return err
		}
		return errors.Join(c.tell(std, seen, nil), onceStatus(seen))
	}
	return c.watch(ctx, std, m)
}

func (c *logMonitorCmd) open(ctx context.Context) (*monitor.Monitor, error) {
	policy, err := readPolicy(c.Policy)
	if err != nil {
		return nil, err
	}
	if c.Every <= 0 || c.Grace < 0 {
		return nil, badInput(errors.New("--every: more than nothing; --grace: not less"))
	}
	config := monitor.Config{Dir: c.State, Policy: policy, Witnesses: c.Witness, Grace: c.Grace}
	for _, source := range c.Sources {
		log, err := openLog(ctx, source, "", policy)
		if err != nil {
			return nil, err
		}
		config.Logs = append(config.Logs, log)
	}
	if err := believe(policy, config.Logs); err != nil {
		return nil, badInput(err)
	}
	if config.Dir == "" {
		home, err := os.UserConfigDir()
		if err != nil {
			return nil, badInput(fmt.Errorf("--state: %w; name a folder", err))
		}
		config.Dir = filepath.Join(home, "sallyport", "monitor")
	}
	return monitor.Open(config)
}

// believe adds logs to a policy that leaves it to its reader which are believed.
func believe(policy *proof.Policy, logs []*tiles.Log) error {
	if policy == nil || len(policy.Logs) > 0 {
		return nil
	}
	for _, log := range logs {
		if err := policy.AddLog(log.Vkey); err != nil {
			return err
		}
	}
	return nil
}

func (c *logMonitorCmd) watch(ctx context.Context, std streams, m *monitor.Monitor) error {
	tick := time.NewTicker(c.Every)
	defer tick.Stop()
	var before *monitor.Seen
	for {
		seen, err := m.Poll(ctx, time.Now())
		switch {
		case ctx.Err() != nil:
			return nil // as it was asked to
		case err != nil:
			return err
		}
		if err := c.tell(std, seen, before); err != nil {
			return err
		}
		before = seen
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// tell prints what a look gave that the one before did not have.
func (c *logMonitorCmd) tell(std streams, seen, before *monitor.Seen) error {
	for _, a := range seen.Begun(before) {
		fmt.Fprintf(std.err, "%s ALARM %s\n", seen.At.Format(time.DateTime), &a)
	}
	if before != nil {
		for _, a := range before.Begun(seen) {
			fmt.Fprintf(std.err, "%s over %s: %s\n", seen.At.Format(time.DateTime), a.Log, a.Kind)
		}
	}
	if c.JSON {
		text, err := json.Marshal(seen)
		if err == nil {
			_, err = fmt.Fprintf(std.out, "%s\n", text)
		}
		return err
	}
	for _, n := range seen.News {
		if _, err := fmt.Fprintf(std.out, "%s %s: %s\n", seen.At.Format(time.DateTime), n.Log, n.Text); err != nil {
			return err
		}
	}
	if before == nil {
		return tellStatus(std.out, seen)
	}
	return nil
}

func tellStatus(out io.Writer, seen *monitor.Seen) error {
	for _, log := range seen.Logs {
		day, by := log.LastDay, strings.Join(log.Witnessed, ", ")
		if day == "" {
			day = "none yet"
		}
		if by == "" {
			by = "nobody that was asked for"
		}
		if _, err := fmt.Fprintf(out, "%s %s: %d entries, cosigned by %s, last batch %s\n", seen.At.Format(time.DateTime), log.Log, log.Size, by, day); err != nil {
			return err
		}
	}
	return nil
}

// onceStatus is what a look comes to. A place that does not answer is a failure, not a finding.
func onceStatus(seen *monitor.Seen) error {
	var failed error
	for _, a := range seen.Alarms {
		if a.Kind != monitor.Unreachable {
			return findings()
		}
		failed = &exitError{status: statusFailed}
	}
	return failed
}
