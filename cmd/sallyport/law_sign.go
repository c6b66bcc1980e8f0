package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sallyport/law/sign"
)

type lawKeyCmd struct {
	Name string `arg:"" help:"Whose key it is, as a name on the internet: counsel.millbrook.example. Letters, digits, dots and slashes."`
	Out  string `required:"" placeholder:"FILE" help:"The secret key; the public one is written into FILE.pub."`
}

// Help is the example on the command's help page.
func (lawKeyCmd) Help() string {
	return "Example: sallyport law key counsel.millbrook.example --out counsel.key\n\n" +
		"FILE stays with counsel, on no server. FILE.pub goes, by a way that is not this one, to everyone who is to check what counsel signed."
}

// Run makes a key. It never writes over one.
func (c lawKeyCmd) Run(std streams) error {
	secret, public, err := note.GenerateKey(rand.Reader, c.Name)
	if err == nil {
		_, err = note.NewVerifier(public)
	}
	if err != nil {
		return badInput(fmt.Errorf("%q: not a name for a key; write one without spaces or a plus, as in counsel.millbrook.example", c.Name))
	}
	for _, file := range []struct {
		name, text string
		mode       os.FileMode
	}{{c.Out, secret, 0o600}, {c.Out + ".pub", public, 0o644}} {
		f, err := os.OpenFile(file.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, file.mode)
		if err != nil {
			return badInput(fmt.Errorf("%w; a key is never written over", err))
		}
		_, err = io.WriteString(f, file.text+"\n")
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(std.out, public)
	return err
}

type lawSignCmd struct {
	Pack string   `arg:"" help:"PACK or PACK@DATE: every version of it, or the one in force on that day."`
	Key  string   `required:"" placeholder:"FILE" type:"existingfile" help:"Counsel's secret key; see law key."`
	As   string   `required:"" placeholder:"NAME" help:"Who signs, and of which office: \"NAME, office\"."`
	With []string `required:"" placeholder:"PATH" help:"The folder in which the pack lies. The signature is written beside it."`
}

// Help is the example on the command's help page.
func (lawSignCmd) Help() string {
	return "Example: sallyport law sign us-oh/millbrook/4-12 --with ./millbrook --key counsel.key --as \"Kit Example, city solicitor\"\n\n" +
		"Counsel says: I have read this text, these rules and these cases (sallyport law render), and stand for them. An edit to any of the three voids it; " +
		"a comment or a blank line does not."
}

// Run writes a signature file for each version.
func (c lawSignCmd) Run(std streams) error {
	text, err := os.ReadFile(c.Key)
	if err != nil {
		return badInput(err)
	}
	key, err := note.NewSigner(strings.TrimSpace(string(text)))
	if err != nil {
		return badInput(fmt.Errorf("%s:1: key: not a secret key; give the file that sallyport law key wrote", c.Key))
	}
	book, _, err := bookWith(c.With)
	if err != nil {
		return err
	}
	versions, err := textsNamed(book, c.Pack)
	if err != nil {
		return err
	}
	p := versions[0].Pack
	folder, own, err := ownFolder(p, c.With)
	if err != nil || !own {
		return badInput(fmt.Errorf("%s: not among %s; give --with and the folder in which the pack lies", p.ID, strings.Join(c.With, ", ")))
	}
	all, err := sign.Read(p, sign.Beside{Sources: folder.Sources.Text, Cases: folder.Cases.Text}, nil)
	if err != nil {
		return badInput(err)
	}
	for _, s := range all {
		if len(versions) == 1 && s.Version != versions[0] {
			continue
		}
		signed, err := sign.Sign(s.Version, s.Hashes, c.As, time.Now(), key)
		if err != nil {
			return badInput(fmt.Errorf("--as: %w", err))
		}
		name := filepath.Join(filepath.Dir(folder.Pack.Name), sign.FileName(s.Version, key))
		if err := writeFile(name, func(w io.Writer) error { _, err := w.Write(signed); return err }); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%s\n  text  %s\n  rules %s\n  cases %s\n", name, s.Text, s.Hashes.Rules, s.Cases)
	}
	return nil
}
