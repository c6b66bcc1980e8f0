package proof

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// cosigner signs as a witness does, at any time.
type cosigner struct {
	name, key string
	id        uint32
	private   ed25519.PrivateKey
	at        time.Time
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.id }

func (c *cosigner) Sign(text []byte) ([]byte, error) {
	signature := binary.BigEndian.AppendUint64(nil, uint64(c.at.Unix()))
	return append(signature, ed25519.Sign(c.private, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", c.at.Unix(), text))...), nil
}

func newCosigner(tb testing.TB, name string) *cosigner {
	tb.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	typed := append([]byte{typeCosignature}, public...)
	id := keyID(name, typed)
	return &cosigner{name, fmt.Sprintf("%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(typed)), id, private, time.Unix(1_780_000_000, 0)}
}

func policy(tb testing.TB, text string) *Policy {
	tb.Helper()
	p, err := ParsePolicy([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// TestEveryQuorum asks, for each set of three witnesses, what each kind of quorum says.
func TestEveryQuorum(t *testing.T) {
	t.Parallel()
	log, key := logKey(t, "example.com/log")
	c := grown(t, 3).checkpoint(t, "example.com/log", 3)
	var w []*cosigner
	lines := "log " + key + "\n"
	for i, name := range []string{"a", "b", "c"} {
		w = append(w, newCosigner(t, name+".example.com"))
		lines += fmt.Sprintf("witness %s %s\n", name, w[i].key)
	}
	for quorum, met := range map[string]func(a, b, c bool) bool{
		"quorum none":                                    func(bool, bool, bool) bool { return true },
		"quorum b":                                       func(_, b, _ bool) bool { return b },
		"group g any a b c\nquorum g":                    func(a, b, c bool) bool { return a || b || c },
		"group g all a b c\nquorum g":                    func(a, b, c bool) bool { return a && b && c },
		"group g 2 a b c\nquorum g":                      func(a, b, c bool) bool { return a && b || a && c || b && c },
		"group g any a b\ngroup h all g c\nquorum h":     func(a, b, c bool) bool { return (a || b) && c },
		"group g all a b\ngroup h any g c\nquorum h":     func(a, b, c bool) bool { return a && b || c },
		"group g 1 a\n\n# of two\ngroup h 1 b\nquorum h": func(_, b, _ bool) bool { return b },
	} {
		p := policy(t, lines+quorum+"\n")
		for set := range 8 {
			signers := []note.Signer{log}
			var who []string
			for i, one := range w {
				if set>>i&1 == 1 {
					signers = append(signers, one)
					who = append(who, one.name)
				}
			}
			got, cosigned, err := p.Check(signed(t, c.String(), signers...))
			want := met(set&1 == 1, set&2 == 2, set&4 == 4)
			if want != (err == nil) || !want && !errors.Is(err, ErrQuorum) || got != c {
				t.Errorf("%q, cosigned by %v: %v, %v", quorum, who, got, err)
			}
			for i, one := range cosigned {
				if one.Key != who[i] || !one.At.Equal(w[0].at) {
					t.Errorf("%q: %v, want %v", quorum, cosigned, who)
				}
			}
			if len(cosigned) != len(who) {
				t.Errorf("%q: %v, want %v", quorum, cosigned, who)
			}
		}
	}
}

func TestCosignaturesThatDoNotCount(t *testing.T) {
	t.Parallel()
	log, key := logKey(t, "example.com/log")
	other, otherKey := logKey(t, "example.com/other")
	w, stranger := newCosigner(t, "w.example.com"), newCosigner(t, "w.example.com")
	c := grown(t, 3).checkpoint(t, "example.com/log", 3)
	p := policy(t, fmt.Sprintf("log %s\nlog %s\nwitness w %s\nquorum w\n", key, otherKey, w.key))
	if _, cosigned, err := p.Check(signed(t, c.String(), log, stranger)); !errors.Is(err, ErrQuorum) || len(cosigned) != 0 {
		t.Error("a stranger by the witness's name:", cosigned, err)
	}
	if _, _, err := p.Check(signed(t, c.String(), w)); err == nil || errors.Is(err, ErrQuorum) {
		t.Error("not signed by the log:", err)
	}
	if _, _, err := p.Check(signed(t, c.String(), other, w)); err == nil || errors.Is(err, ErrQuorum) {
		t.Error("signed by another log that is believed, too:", err)
	}
	timeless := *w
	timeless.at = time.Unix(0, 0)
	if _, cosigned, err := p.Check(signed(t, c.String(), log, &timeless)); !errors.Is(err, ErrQuorum) || len(cosigned) != 0 {
		t.Error("without a time:", cosigned, err)
	}
	moved := signed(t, c.String(), log, w)
	longer := grown(t, 4).checkpoint(t, "example.com/log", 4)
	at := strings.LastIndex(string(moved), "— ")
	if _, _, err := p.Check(append(signed(t, longer.String(), log), moved[at:]...)); err == nil || errors.Is(err, ErrQuorum) {
		t.Error("a cosignature of another checkpoint:", err)
	}
	if _, _, err := policy(t, "witness w "+w.key+"\nquorum w\n").Check(moved); err == nil || !strings.Contains(err.Error(), "no log") {
		t.Error("a policy without logs:", err)
	}
}

func TestAddLog(t *testing.T) {
	t.Parallel()
	log, key := logKey(t, "example.com/log")
	c := grown(t, 3).checkpoint(t, "example.com/log", 3)
	p := policy(t, "quorum none\n")
	for range 2 {
		if err := p.AddLog(key); err != nil {
			t.Fatal(err)
		}
	}
	if got, _, err := p.Check(signed(t, c.String(), log)); err != nil || got != c || len(p.Logs) != 1 || p.Logs[0].Origin() != c.Origin || p.Asks() {
		t.Error(got, err, p.Logs)
	}
	if p.AddLog("example.com/log") == nil {
		t.Error("a name is taken for a key")
	}
}

// TestPolicyOfTheSpecification reads the example of c2sp.org/tlog-policy with keys in it.
func TestPolicyOfTheSpecification(t *testing.T) {
	t.Parallel()
	_, key := logKey(t, "example.com/log")
	text := "log " + key + "\n\n"
	for _, name := range []string{"X1", "X2", "X3", "Y1", "Y2", "Y3"} {
		text += "witness " + name + " " + newCosigner(t, name).key + "\n"
	}
	p := policy(t, text+"group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n\t group \t X-and-Y all X-witnesses Y-witnesses \nquorum X-and-Y")
	if len(p.Logs) != 1 || len(p.Witnesses) != 6 || !p.Asks() {
		t.Error(p)
	}
}

func TestPoliciesThatAreRefused(t *testing.T) {
	t.Parallel()
	_, key := logKey(t, "example.com/log")
	a, b := newCosigner(t, "a.example.com"), newCosigner(t, "b.example.com")
	other := newCosigner(t, "other.example.com")
	typed := append([]byte{typeCosignature}, a.private.Public().(ed25519.PublicKey)...)
	same := fmt.Sprintf("again.example.com+%08x+%s", keyID("again.example.com", typed), base64.StdEncoding.EncodeToString(typed))
	w := "witness a " + a.key + "\nwitness b " + b.key + "\n"
	for text, want := range map[string]string{
		"":                                   "quorum is missing",
		"quorum none\nquorum none":           "line 2: a second quorum",
		"quorum a":                           "line 1: \"a\": no witness",
		w + "quorum a b":                     "line 3: quorum NAME",
		"log\nquorum none":                   "line 1: log KEY",
		"log " + a.key + "\nquorum none":     "type 4 is a witness's",
		"log " + key + "\nlog " + key + "\n": "line 2: this log's key is there twice",
		"log " + key + " ftp://x/\n":         "line 1: \"ftp://x/\"",
		"log " + key + " https://x/#y\n":     "line 1: \"https://x/#y\"",
		"log " + key + " https:///\n":        "line 1: \"https:///\"",
		"witness a " + key:                   "type 1 is a log's",
		"witness none " + a.key:              "line 1: the name \"none\"",
		"witness a":                          "line 1: witness NAME",
		w + "witness c " + same:              "line 3: this witness's key is there twice",
		w + "witness a " + other.key:         "line 3: \"a\": there is",
		w + "group a all b":                  "line 3: \"a\": there is",
		w + "group g 0 a b":                  "line 3: \"0\"",
		w + "group g 3 a b":                  "line 3: \"3\"",
		w + "group g 02 a b":                 "line 3: \"02\"",
		w + "group g most a b":               "line 3: \"most\"",
		w + "group g all":                    "line 3: group NAME",
		w + "group g all a c":                "line 3: \"c\": no witness",
		w + "group g all g":                  "line 3: \"g\": no witness",
		w + "group g all none":               "line 3: \"none\": no witness",
		w + "group g all a a":                "line 3: \"a\" is a member",
		w + "group g any a\ngroup h any a":   "line 4: \"a\" is a member",
		"# fine\nquorum none\r\n":            "line 2: control character 0x0d",
		"quorum none # a comment":            "line 1: quorum NAME",
		"require all":                        "line 1: \"require\"",
		strings.Repeat("#\n", MaxPolicy):     "at most",
		strings.Repeat("x", MaxName+1):       "line 1",
	} {
		if _, err := ParsePolicy([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80q: %v, want %q", text, err, want)
		}
	}
	many := "" // enough of them that some have a plus sign in their base64
	for i := range maxLines + 1 {
		many += fmt.Sprintf("witness w%d %s\n", i, newCosigner(t, "w.example.com").key)
	}
	if _, err := ParsePolicy([]byte(many + "quorum none")); err == nil || !strings.Contains(err.Error(), "line 65: more than 64") {
		t.Error(err)
	}
}

// TestOneKeyForLogAndWitness: a signature that could be either's would count for both.
func TestOneKeyForLogAndWitness(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "interop", "policy"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "witness omni-pq ")
	key, _, _ := strings.Cut(rest, "\n")
	if _, err := ParsePolicy([]byte("log " + key + "\nwitness w " + key + "\nquorum w")); err == nil || !strings.Contains(err.Error(), "line 2: witness.example.org/omni-pq: another key") {
		t.Error(err)
	}
	if _, err := ParsePolicy([]byte("log " + key + "\nquorum none")); err != nil {
		t.Error("a log may sign with ML-DSA:", err)
	}
}

// TestCosignaturesOfOthers checks what other people's witnesses made; testdata/interop/README.md says which.
func TestCosignaturesOfOthers(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "interop", "policy"))
	if err != nil {
		t.Fatal(err)
	}
	note, err := os.ReadFile(filepath.Join("testdata", "interop", "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	p := policy(t, string(text))
	c, cosigned, err := p.Check(note)
	if err != nil || c.Size != 9 || len(cosigned) != 3 {
		t.Fatal(c, cosigned, err)
	}
	for _, one := range cosigned {
		if one.At.Year() != 2026 {
			t.Error(one)
		}
	}
	for i := strings.Index(string(note), "\n\n"); i < len(note); i += 7 { // whatever is changed below the text, fewer than all have cosigned what is left
		broken := []byte(string(note))
		broken[i] ^= 1
		if _, _, err := p.Check(broken); err == nil {
			t.Fatalf("byte %d is not covered", i)
		}
	}
}

// TestSignerOfFormats has the signer of formats cosign, which shares no code with the cosigner of these tests.
func TestSignerOfFormats(t *testing.T) {
	t.Parallel()
	log, key := logKey(t, "example.com/log")
	secret, public, err := note.GenerateKey(rand.Reader, "w.example.com")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := cosignature.NewSignerForCosignatureV1(secret)
	if err != nil {
		t.Fatal(err)
	}
	vkey, err := cosignature.VKeyToCosignatureV1(public)
	if err != nil {
		t.Fatal(err)
	}
	c := grown(t, 3).checkpoint(t, "example.com/log", 3)
	p := policy(t, fmt.Sprintf("log %s\nwitness w %s\nquorum w\n", key, vkey))
	if _, cosigned, err := p.Check(signed(t, c.String(), log, signer)); err != nil || len(cosigned) != 1 {
		t.Error(cosigned, err)
	}
}
