package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"sallyport/internal/tiles"
	"sallyport/proof"
)

// receiptCmd are the commands for whoever has the code of a served copy.
type receiptCmd struct {
	Verify receiptVerifyCmd `cmd:"" help:"Check what the code of a served copy proves."`
}

type receiptVerifyCmd struct {
	What   string `arg:"" name:"code|bundle" help:"The code that stands on the copy, or - for standard input, to be looked up with --log; or the file of a bundle, to be checked offline."`
	Code   string `help:"With a bundle: the code. Without it, or with -, it is read from standard input." placeholder:"CODE"`
	Log    string `help:"With a code: the address of the agency's node. With a bundle: a log's folder or address, to see that it still has what the bundle says." placeholder:"SOURCE"`
	Key    string `help:"Public key of the log, as text or a file, from where you trust it." placeholder:"KEY"`
	Policy string `help:"Which witnesses have to have cosigned, as c2sp.org/tlog-policy has it." placeholder:"FILE" type:"existingfile"`
	JSON   bool   `name:"json" help:"Print one JSON document."`
}

func (receiptVerifyCmd) Help() string {
	return `A bundle and the code prove, without the node and offline, that the log committed to what the copy says, and to what happened since. Compare it with the paper.

A code on a command line stays in the shell's history, and other users of the machine can see it: give - and type it, or pipe it.

Status 0 when proven, 1 when not (another code, a changed statement, too few witnesses, not in the log yet), 2 for what is no code or no bundle.

Example:
  sallyport receipt verify copy.json --key log.pub --policy witnesses.txt < code.txt
  sallyport receipt verify - --log https://jail.example`
}

func (c *receiptVerifyCmd) Run(std streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	policy, trusted, err := c.policy()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(c.What)
	if err != nil {
		return c.lookUp(ctx, std, policy, trusted)
	}
	bundle, err := proof.ParseBundle(text)
	if err != nil {
		return badInput(fmt.Errorf("%s: %w; give a file that sallyport log bundle wrote", c.What, err))
	}
	code, err := readCode(std, c.Code)
	if err != nil {
		return err
	}
	report, err := openReceipt(bundle, code, policy, trusted)
	if err == nil && c.Log != "" {
		err = c.still(ctx, bundle, report)
	}
	if err != nil {
		return err
	}
	return report.write(std.out, c.JSON)
}

// lookUp asks a node, and believes nothing but what its answer proves.
func (c *receiptVerifyCmd) lookUp(ctx context.Context, std streams, policy *proof.Policy, trusted bool) error {
	if c.Log == "" {
		return badInput(errors.New("--log: give the address of the agency's node, to look the code up there; or the file of a bundle in place of the code"))
	}
	if c.Code != "" {
		return badInput(errors.New("--code: belongs to a bundle; there is no such file"))
	}
	code, err := readCode(std, c.What)
	if err != nil {
		return err
	}
	bundle, err := askForBundle(ctx, c.Log, code)
	if err != nil {
		return err
	}
	report, err := openReceipt(bundle, code, policy, trusted)
	if err != nil {
		return err
	}
	return report.write(std.out, c.JSON)
}

// policy is what the reader trusts. trusted says whether that names a log's key; else the bundle's own is taken.
func (c *receiptVerifyCmd) policy() (policy *proof.Policy, trusted bool, err error) {
	if policy, err = readPolicy(c.Policy); err != nil {
		return nil, false, err
	}
	if policy == nil {
		if policy, err = proof.ParsePolicy([]byte("quorum none\n")); err != nil {
			return nil, false, err
		}
	}
	if c.Key != "" {
		key := c.Key
		if text, err := os.ReadFile(key); err == nil {
			key = strings.TrimSpace(string(text))
		}
		if err := policy.AddLog(key); err != nil {
			return nil, false, badInput(fmt.Errorf("--key: %w", err))
		}
	}
	return policy, len(policy.Logs) > 0, nil
}

// still checks that the published log goes on from what the bundle says.
func (c *receiptVerifyCmd) still(ctx context.Context, b *proof.Bundle, report *receiptReport) error {
	log, err := tiles.Open(ctx, c.Log, report.Key)
	if err != nil {
		return logError(c.Log, report.Key, err)
	}
	checkpoint, err := log.Checkpoint(ctx)
	if err != nil {
		return logError(c.Log, report.Key, err)
	}
	if err := checkpoint.Extends(ctx, b.Checkpoint); err != nil {
		return &exitError{statusFindings, fmt.Errorf("%s: the log does not go on from what the bundle proves: %w", c.Log, err)}
	}
	report.Still = checkpoint.Size
	return nil
}

// openReceipt checks a bundle. What does not hold is a finding.
func openReceipt(b *proof.Bundle, code proof.Code, policy *proof.Policy, trusted bool) (*receiptReport, error) {
	if !trusted {
		if err := policy.AddLog(b.Key); err != nil {
			return nil, badInput(fmt.Errorf("the bundle's key: %w", err))
		}
	}
	r, err := b.Open(code, policy)
	if err != nil {
		return nil, &exitError{statusFindings, fmt.Errorf("not proven: %w", err)}
	}
	return newReceiptReport(b, r, policy, trusted), nil
}

// readCode reads a code as it was given, or one line of standard input.
func readCode(std streams, given string) (code proof.Code, err error) {
	if given == "" || given == "-" {
		line, err := bufio.NewReader(io.LimitReader(std.in, 1000)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return code, err
		}
		given = line
	}
	if code, err = proof.ParseCode(given); err != nil {
		return code, badInput(err)
	}
	return code, nil
}
