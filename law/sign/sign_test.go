package sign_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/sign"
)

// pack is an invented ordinance with all that a pack can say.
const pack = `pack: us-oh/millbrook/4-12
title: Millbrook Code 4-12
door: local
binds: [city_lockup]
summary: City police hold nobody past release on a civil detainer.
terms:
  - name: cleared
    of: offence
    says: A record that was cleared.
    cite: Millbrook Code 4-11
    is: c.expunged
  - name: counted
    of: offence
    says: A conviction that was not vacated.
    cite: Millbrook Code 4-12(b)
    is: "!c.vacated && (!cleared(c) || unsettled('millbrook.record'))"
  - name: later
    says: A term of the later version alone.
    cite: Millbrook Code 4-13
    is: request.form == 'I-247D'
questions:
  - id: millbrook.record
    asks: Does a conviction count whose record was cleared?
    readings: [it counts, it does not count]
    default: a person decides
versions:
  - from: 2015-03-01
    until: 2016-12-31
    instrument: Ordinance 15-7
    silent:
      notify: it speaks of holding
      transfer: not named
      interview: not named
    rules:
      - id: millbrook.record
        for: [hold]
        says: Convicted of a violent felony within three years.
        cite: Millbrook Code 4-12(b)
        sure: read OH-MILL15
        reading: from the conviction to the day of release
        opens: grounds
        when: convictions.exists(c, counted(c) && c.violent && within_years(c.on, 3, release.eligible_at))
      - id: millbrook.a
        for: [hold]
        says: With none, nobody is held past release.
        cite: Millbrook Code 4-12(a)
        sure: read OH-MILL15
        closes: grounds
      - id: millbrook.days
        for: [hold]
        says: Two days.
        cite: Millbrook Code 4-12(d)
        sure: read OH-MILL15
        clock: {hours: 48, count: running}
      - id: millbrook.c
        for: [hold]
        says: A copy.
        cite: Millbrook Code 4-12(c)
        sure: read OH-MILL15
        owes: give the person a copy
    never:
      - says: A clean record opens no hold.
        when: request.action == 'hold' && convictions.all(c, false)
  - from: 2017-01-01
    instrument: Ordinance 17-1
    keeps: [all]
    silent:
      notify: it speaks of holding
      interview: not named
    rules:
      - id: millbrook.e
        for: [transfer]
        says: Nobody is handed over on an I-247D.
        cite: Millbrook Code 4-12(e)
        sure: read OH-MILL15
        bars: later()
`

const cases = `# The first.
scenario: first
source: "Millbrook Code 4-12(b)"
case:
  v: 1
  at: "2015-09-08T10:00:00-04:00"
  agency: us-oh/millbrook
  convictions: [{violent: true, "on": "2012-09-10"}]
expect: {outcome: unresolved}
---
# nothing but a comment
---
scenario: second
case: {agency: us-oh/millbrook, v: 1}
`

const page = "# Sources\n\n| rule | citation | how sure |\n|---|---|---|\n| millbrook.a | Millbrook Code 4-12(a) | read OH-MILL15 |\n"

func compiled(t *testing.T, text string) *law.Pack {
	t.Helper()
	book, err := compile.Join([]compile.Source{{Name: "pack.yaml", Text: []byte(text)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return book.Packs[0]
}

// hashes are those of the pack's versions.
func hashes(t *testing.T, pack, cases, page string) (*law.Pack, []sign.Hashes) {
	t.Helper()
	p := compiled(t, pack)
	all, err := sign.Of(p, sign.Beside{Sources: []byte(page), Cases: []byte(cases)})
	if err != nil {
		t.Fatal(err)
	}
	return p, all
}

// edit is a change to one of the three files.
type edit struct{ file, old, new string }

func (e edit) of(t *testing.T) (string, string, string) {
	t.Helper()
	files := map[string]string{"pack": pack, "cases": cases, "page": page}
	if strings.Count(files[e.file], e.old) < 1 {
		t.Fatalf("%q is not in the %s", e.old, e.file)
	}
	files[e.file] = strings.Replace(files[e.file], e.old, e.new, 1)
	return files["pack"], files["cases"], files["page"]
}

// counsel is an invented key; it follows from the name.
func counsel(t *testing.T, name string) (note.Signer, note.Verifier) {
	t.Helper()
	seed := sha256.Sum256([]byte(name))
	public := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, verifier.KeyHash(), base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...))))
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

var day = time.Date(2026, 11, 27, 23, 0, 0, 0, time.UTC)

func TestWhatVoidsASignature(t *testing.T) {
	p, now := hashes(t, pack, cases, page)
	key, trusted := counsel(t, "counsel.millbrook.example")
	file, err := sign.Sign(p.Versions[0], now[0], "Kit Example,  city solicitor", day, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		edit
		changed string // of the version that is signed
	}{
		{edit{"pack", "pack: us-oh", "# a comment\n\npack: us-oh"}, ""},
		{edit{"pack", "title: Millbrook Code 4-12", "title:   'Millbrook   Code 4-12' # so it is called"}, ""},
		{edit{"pack", "when: convictions", "when: >\n          convictions"}, ""},
		{edit{"pack", "A term of the later version alone.", "A term that this version does not name."}, ""},
		{edit{"pack", "says: Nobody is handed over", "says: No one is handed over"}, ""},
		{edit{"cases", "# The first.", "# The very first."}, ""},
		{edit{"cases", "agency: us-oh/millbrook, v: 1", "v: 1,  agency: 'us-oh/millbrook'"}, ""},
		{edit{"cases", "---\n# nothing but a comment\n", ""}, ""},
		{edit{"page", "# Sources\n\n", "# Sources\n"}, ""},

		{edit{"pack", "title: Millbrook Code", "title: Millbrook City Code"}, "text"},
		{edit{"pack", "hold nobody", "hold no one"}, "text"},
		{edit{"pack", "instrument: Ordinance 15-7", "instrument: Ordinance 15-8"}, "text"},
		{edit{"pack", "transfer: not named", "transfer: nowhere named"}, "text"},
		{edit{"pack", "A conviction that was not vacated.", "A conviction not vacated."}, "text"},
		{edit{"pack", "cite: Millbrook Code 4-12(b)\n    is", "cite: Millbrook Code 4-12(c)\n    is"}, "text"},
		{edit{"pack", "whose record was cleared", "whose record was sealed"}, "text"},
		{edit{"pack", "[it counts,", "[it does count,"}, "text"},
		{edit{"pack", "default: a person decides", "default: counsel decides"}, "text"},
		{edit{"pack", "a violent felony", "one violent felony"}, "text"},
		{edit{"pack", "cite: Millbrook Code 4-12(a)", "cite: Millbrook Code 4-12(f)"}, "text"},
		{edit{"pack", "sure: read OH-MILL15", "sure: memory"}, "text"},
		{edit{"pack", "to the day of release", "to the release"}, "text"},
		{edit{"pack", "give the person a copy", "give the person two copies"}, "text"},
		{edit{"pack", "A clean record opens", "A clear record opens"}, "text"},
		{edit{"page", "read OH-MILL15", "partly OH-MILL15"}, "text"},

		{edit{"pack", "c.violent &&", "!c.violent &&"}, "rules"},
		{edit{"pack", "c.on, 3,", "c.on, 4,"}, "rules"},
		{edit{"pack", "is: c.expunged", "is: c.juvenile"}, "rules"},
		{edit{"pack", "A record that was cleared.", "A cleared record."}, "text"},
		{edit{"pack", "!c.vacated &&", "c.vacated &&"}, "rules"},
		{edit{"pack", "binds: [city_lockup]", "binds: [county_jail]"}, "rules"},
		{edit{"pack", "hours: 48", "hours: 24"}, "rules"},
		{edit{"pack", "count: running", "count: weekdays"}, "rules"},
		{edit{"pack", "== 'hold' &&", "!= 'notify' &&"}, "rules"},
		{edit{"pack", "for: [hold]\n        says: A copy", "for: [hold, notify]\n        says: A copy"}, "rules"},
		{edit{"pack", "closes: grounds", "closes: grounds\n        where: request.form == 'I-247'"}, "rules"},
		{edit{"pack", "reading: from", "waits: true\n        reading: from"}, "rules"},

		{edit{"pack", "until: 2016-12-31", "until: 2016-12-30"}, "text rules"},
		{edit{"pack", "door: local", "door: federal"}, "text rules"},
		{edit{"pack", "id: millbrook.a\n", "id: millbrook.b\n"}, "text rules"},

		{edit{"cases", "violent: true", "violent: false"}, "cases"},
		{edit{"cases", "violent: true", "violent: 'true'"}, "cases"},
		{edit{"cases", "outcome: unresolved", "outcome: refused"}, "cases"},
		{edit{"cases", "scenario: second", "scenario: third"}, "cases"},
		{edit{"cases", "[{violent: true, \"on\": \"2012-09-10\"}]", "[]"}, "cases"},
		{edit{"cases", "---\nscenario: second\ncase: {agency: us-oh/millbrook, v: 1}\n", ""}, "cases"},
	} {
		pack, cases, page := c.of(t)
		p, now := hashes(t, pack, cases, page)
		got := sign.Judge(p.Versions[0], now[0], [][]byte{file}, []note.Verifier{trusted})
		if len(got) != 1 {
			t.Fatalf("%q: %v", c.new, got)
		}
		if s := got[0]; strings.Join(s.Changed, " ") != c.changed || (s.State == sign.Voided) != (c.changed != "") {
			t.Errorf("%q: %s, %v changed; want %q", c.new, s.State, s.Changed, c.changed)
		}
	}
}

func TestWhoseSignature(t *testing.T) {
	p, now := hashes(t, pack, cases, page)
	v, h := p.Versions[0], now[0]
	key, trusted := counsel(t, "counsel.millbrook.example")
	other, _ := counsel(t, "counsel.elsewhere.example")
	signed := func(key note.Signer) []byte {
		file, err := sign.Sign(v, h, "Kit Example, city solicitor", day, key)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	good := string(signed(key))
	twice, err := note.Sign(&note.Note{Text: strings.SplitAfter(good, "2026-11-27\n")[0]}, key, other)
	if err != nil {
		t.Fatal(err)
	}
	later, err := sign.Sign(p.Versions[1], now[1], "Kit Example, city solicitor", day, key)
	if err != nil {
		t.Fatal(err)
	}
	long, err := note.Sign(&note.Note{Text: strings.Replace(strings.SplitAfter(good, "2026-11-27\n")[0], "Kit", strings.Repeat("Kit", sign.MaxNote/3), 1)}, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what  string
		file  string
		state sign.State
	}{
		{"good", good, sign.Stands},
		{"by a key that is not trusted", string(signed(other)), sign.Unknown},
		{"another name", strings.Replace(good, "Kit", "Sam", 1), sign.Broken},
		{"another day", strings.Replace(good, "2026-11-27", "2026-11-28", 1), sign.Broken},
		{"another hash", strings.Replace(good, h.Rules, h.Text, 1), sign.Broken},
		{"a signature cut off", good[:len(good)-20], sign.Broken},
		{"two keys", string(twice), sign.Broken},
		{"no note", "signed, Kit", sign.Broken},
		{"nothing", "", sign.Broken},
		{"too long", string(long), sign.Broken},
		{"of another version", string(later), ""},
	} {
		got := sign.Judge(v, h, [][]byte{[]byte(c.file)}, []note.Verifier{trusted})
		switch {
		case c.state == "" && len(got) == 0:
		case len(got) != 1 || got[0].State != c.state:
			t.Errorf("%s: %v, and not %s", c.what, got, c.state)
		case c.state == sign.Broken && got[0].Wrong == "":
			t.Errorf("%s: nothing is said to be wrong", c.what)
		}
	}
}

func TestSeveralSign(t *testing.T) {
	p, now := hashes(t, pack, cases, page)
	var files [][]byte
	var trusted []note.Verifier
	for i, name := range []string{"b.example", "a.example"} {
		key, verifier := counsel(t, name)
		file, err := sign.Sign(p.Versions[1], now[1], name+", counsel", day.AddDate(0, 0, -i), key)
		if err != nil {
			t.Fatal(err)
		}
		files, trusted = append(files, file), append(trusted, verifier)
	}
	var who []string
	for _, s := range sign.Judge(p.Versions[1], now[1], files, trusted) {
		who = append(who, s.Name)
	}
	if !slices.Equal(who, []string{"a.example, counsel", "b.example, counsel"}) {
		t.Errorf("the earlier first: %v", who)
	}
	if a, b := sign.FileName(p.Versions[1], mustKey(counsel(t, "a.example"))), sign.FileName(p.Versions[1], mustKey(counsel(t, "b.example"))); a == b {
		t.Errorf("two keys sign into one file, %s", a)
	}
}

func mustKey(s note.Signer, _ note.Verifier) note.Signer { return s }

func TestTheLogHasTheWholeSignature(t *testing.T) {
	p, now := hashes(t, pack, cases, page)
	key, trusted := counsel(t, "counsel.millbrook.example")
	file, err := sign.Sign(p.Versions[0], now[0], "Kit Example — of counsel", day, key)
	if err != nil {
		t.Fatal(err)
	}
	stranger, _ := counsel(t, "counsel.elsewhere.example")
	foreign, err := sign.Sign(p.Versions[0], now[0], "Sam Example", day, stranger)
	if err != nil {
		t.Fatal(err)
	}
	laws := sign.Laws(p, now, [][]byte{foreign, file}, []note.Verifier{trusted})
	if len(laws) != 2 || len(laws[0].Signed) != 1 || laws[1].Signed != nil {
		t.Fatalf("%+v", laws)
	}
	l := laws[0]
	said := sign.Statement{Pack: l.Pack, Version: l.Version, Hashes: sign.Hashes{Text: l.Text, Rules: l.Rules, Cases: l.Cases}}
	got, err := sign.FromEntry(said, l.Signed[0], []note.Verifier{trusted})
	if err != nil || got.State != sign.Stands {
		t.Fatalf("%+v, %v", got, err)
	}
	want := sign.Judge(p.Versions[0], now[0], [][]byte{file}, []note.Verifier{trusted})[0]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, forged := range []string{"", "—", " — ", "2026-11-27", strings.Replace(l.Signed[0], "27", "28", 1), strings.Replace(l.Signed[0], "Kit", "Sam", 1)} {
		if s, err := sign.FromEntry(said, forged, []note.Verifier{trusted}); err == nil {
			t.Errorf("%q: %s", forged, s.State)
		}
	}
	said.Rules = l.Text
	if s, err := sign.FromEntry(said, l.Signed[0], []note.Verifier{trusted}); err == nil {
		t.Errorf("another leaf's entry: %s", s.State)
	}
}

func TestNobodySignsWithoutAName(t *testing.T) {
	p, now := hashes(t, pack, cases, page)
	key, _ := counsel(t, "counsel.millbrook.example")
	for _, name := range []string{"", " ", strings.Repeat("Kit", sign.MaxNote/3)} {
		if _, err := sign.Sign(p.Versions[0], now[0], name, day, key); err == nil {
			t.Errorf("signed by %d letters", len(name))
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add([]byte("sallyport counsel v1\npack: a/b\n\n— k+00000000 AAAA\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, s := range sign.Judge(&law.Version{Pack: &law.Pack{ID: "a/b"}, From: "2015-01-01"}, sign.Hashes{}, [][]byte{file}, nil) {
			if s.State != sign.Broken && s.State != sign.Unknown || s.Says() == "" {
				t.Errorf("%q: %+v", file, s)
			}
		}
	})
}

func FuzzCasesText(f *testing.F) {
	f.Add([]byte(cases))
	f.Add([]byte("a: &x [*x]\n---\n? [b]\n: c\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		text, err := sign.CasesText(file)
		if err == nil && !strings.HasPrefix(text, "sallyport law cases v1\n") {
			t.Errorf("%q: %q", file, text)
		}
	})
}
