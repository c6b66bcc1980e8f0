package sign

import (
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sallyport/law"
	"sallyport/record"
)

// Laws is what the log says of each version of a pack, of which hashes are Of's, Loaded apart: whose signature stands is in it, and no other.
func Laws(p *law.Pack, hashes []Hashes, notes [][]byte, counsel []note.Verifier) (all []record.Law) {
	for i, v := range p.Versions {
		h := hashes[i]
		l := record.Law{Pack: p.ID, Version: v.From, Ends: v.Until, Text: h.Text, Rules: h.Rules, Cases: h.Cases, Engine: law.Engine}
		for _, s := range Judge(v, h, notes, counsel) {
			if s.State == Stands {
				l.Signed = append(l.Signed, s.Entry())
			}
		}
		all = append(all, l)
	}
	return all
}

// Entry is the signature as a leaf of the log has it: DAY, NAME and the note's last line. With the leaf's pack, version and hashes it is the whole note
// again, so that whoever has counsel's key needs the log alone.
func (s *Signature) Entry() string { return s.Day + " " + s.Name + " " + s.Line }

// FromEntry is the signature of a leaf's entry, judged as one from a file; statement has the leaf's pack, version and hashes.
func FromEntry(statement Statement, entry string, trusted []note.Verifier) (Signature, error) {
	i := strings.LastIndex(entry, " — ")
	if i < 0 || len(entry) > MaxNote {
		return Signature{}, errors.New("sign: an entry that names no signature")
	}
	var found bool
	if statement.Day, statement.Name, found = strings.Cut(entry[:i], " "); !found {
		return Signature{}, errors.New("sign: an entry without a day and a name")
	}
	s := read([]byte(statement.String()+"\n"+entry[i+1:]+"\n"), trusted)
	if s.State == Broken {
		return s, errors.New("sign: " + s.Wrong)
	}
	return s, nil
}

// Says is the signature in a line for people: who signed, when, and whether it stands.
func (s *Signature) Says() string {
	signed := "signed by " + s.Name + " on " + s.Day
	since := ""
	if len(s.Changed) > 0 {
		since = "; changed since: " + strings.Join(s.Changed, ", ")
	}
	switch s.State {
	case Stands:
		return signed + " over text, rules and cases (key " + s.Key + ")"
	case Voided:
		return "void: " + signed + since + " (key " + s.Key + ")"
	case Unknown:
		return "not checked: says that it was " + signed + since + " (key " + s.Key + ", not trusted here)"
	}
	return "no signature: " + s.Wrong
}
