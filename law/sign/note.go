package sign

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sallyport/law"
)

// MaxNote is the longest signature file that is read, in bytes.
const MaxNote = 8 << 10

// Files is which files beside a pack are signatures: one each, by one key, over one version.
const Files = "signed-*.note"

// FileName is what the signature of a version by a key is called; the same key signs a version once.
func FileName(v *law.Version, key note.Signer) string {
	return fmt.Sprintf("signed-%s-%08x.note", v.From, key.KeyHash())
}

// header is the first line of what counsel signs.
const header = "sallyport counsel v1"

// Statement is what counsel signs: that they have read this text, these rules and these cases, and stand for them.
type Statement struct {
	Pack    string
	Version string // its first day
	Hashes
	Name string // "Kit Example, county counsel"
	Day  string // YYYY-MM-DD
}

// keys are the lines of a statement behind its header, in order.
func (s *Statement) keys() []struct {
	key   string
	value *string
} {
	return []struct {
		key   string
		value *string
	}{
		{"pack", &s.Pack}, {"version", &s.Version}, {"text", &s.Text}, {"rules", &s.Rules}, {"cases", &s.Cases}, {"name", &s.Name}, {"day", &s.Day},
	}
}

// String is the statement's only form, as it is signed.
func (s Statement) String() string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for _, k := range s.keys() {
		b.WriteString(k.key + ": " + *k.value + "\n")
	}
	return b.String()
}

// check refuses what has no form: an empty line, or more than one.
func (s *Statement) check() error {
	for _, k := range s.keys() {
		if *k.value == "" || *k.value != strings.Join(strings.Fields(*k.value), " ") {
			return fmt.Errorf("%s: %q; write it in one line, with single spaces", k.key, *k.value)
		}
	}
	for _, day := range []string{s.Version, s.Day} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return fmt.Errorf("%q is not a day; write YYYY-MM-DD", day)
		}
	}
	return nil
}

// parse reads a statement.
func parse(text string) (s Statement, err error) {
	keys := s.keys()
	lines := strings.Split(text, "\n")
	if len(lines) != len(keys)+2 || lines[0] != header {
		return s, errors.New("it does not begin as what counsel signs here, or has other lines")
	}
	for i, k := range keys {
		value, found := strings.CutPrefix(lines[i+1], k.key+": ")
		if !found {
			return s, fmt.Errorf("line %d does not begin with %q", i+2, k.key+": ")
		}
		*k.value = value
	}
	return s, s.check()
}

// Sign signs that name, on a day, stands for a version with these hashes. The note is a whole file.
func Sign(v *law.Version, h Hashes, name string, day time.Time, key note.Signer) ([]byte, error) {
	s := Statement{v.Pack.ID, v.From, h, strings.Join(strings.Fields(name), " "), day.UTC().Format(time.DateOnly)}
	if err := s.check(); err != nil {
		return nil, err
	}
	signed, err := note.Sign(&note.Note{Text: s.String()}, key)
	if len(signed) > MaxNote {
		return nil, fmt.Errorf("longer than %d bytes; give a shorter name", MaxNote)
	}
	return signed, err
}

// State is what a signature is worth.
type State string

// States of a signature.
const (
	Stands  State = "stands"      // by a key that is trusted here, over the very text, rules and cases
	Voided  State = "voided"      // what it was over has changed since
	Unknown State = "unknown key" // by a key that nobody here trusts: it may be anyone's
	Broken  State = "no signature"
)

// Signature is a signature file, judged.
type Signature struct {
	Statement
	State   State
	Key     string   // its name and number, as a note's last line has them: "counsel.example+1a2b3c4d"
	Line    string   // that last line
	Changed []string // what has changed since: text, rules, cases
	Wrong   string   // of one that is broken
}

// Judge reads the signatures beside a pack that are over the version, or say nothing that can be read. Trusted are the keys of counsel.
func Judge(v *law.Version, h Hashes, notes [][]byte, trusted []note.Verifier) (all []Signature) {
	for _, n := range notes {
		s := read(n, trusted)
		if s.State != Broken && (s.Pack != v.Pack.ID || s.Version != v.From) {
			continue
		}
		if s.State != Broken {
			s.compare(h)
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b Signature) int { return strings.Compare(a.Day, b.Day) })
	return all
}

// compare names what has changed since. Nothing makes a signature void that anybody may have written.
func (s *Signature) compare(now Hashes) {
	for _, part := range []struct{ name, then, now string }{
		{"text", s.Text, now.Text}, {"rules", s.Rules, now.Rules}, {"cases", s.Cases, now.Cases},
	} {
		if part.then != part.now {
			s.Changed = append(s.Changed, part.name)
		}
	}
	if len(s.Changed) > 0 && s.State == Stands {
		s.State = Voided
	}
}

// read opens a note. Its statement is given for a signature that nobody here can check, too, but says then what anybody could have written.
func read(file []byte, trusted []note.Verifier) Signature {
	if len(file) > MaxNote {
		return Signature{State: Broken, Wrong: fmt.Sprintf("longer than %d bytes", MaxNote)}
	}
	opened, err := note.Open(file, note.VerifierList(trusted...))
	foreign, isForeign := errors.AsType[*note.UnverifiedNoteError](err)
	if isForeign {
		opened = foreign.Note
	} else if err != nil {
		return Signature{State: Broken, Wrong: strings.TrimPrefix(err.Error(), "note: ")}
	}
	statement, err := parse(opened.Text)
	sigs := append(opened.Sigs, opened.UnverifiedSigs...)
	if err != nil || len(sigs) != 1 {
		return Signature{State: Broken, Wrong: wrongOf(err)}
	}
	s := Signature{Statement: statement, State: Stands, Key: fmt.Sprintf("%s+%08x", sigs[0].Name, sigs[0].Hash), Line: "— " + sigs[0].Name + " " + sigs[0].Base64}
	if isForeign {
		s.State = Unknown
	}
	return s
}

func wrongOf(err error) string {
	if err == nil {
		return "a file is one signature by one key"
	}
	return err.Error()
}
