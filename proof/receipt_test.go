package proof

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport"
	"sallyport/record"
)

const jailLog = "example.com/jail"

// receiptWorld is a log with a copy's line and two later ones among padding, and the bundle that proves them.
type receiptWorld struct {
	code   Code
	key    string
	signer note.Signer
	bundle *Bundle
}

func newReceiptWorld(t testing.TB) *receiptWorld {
	t.Helper()
	w := &receiptWorld{code: Code{7, 7, 7}}
	w.signer, w.key = logKey(t, jailLog)
	log := new(tree)
	lines, salts := w.lines(t), map[int][]byte{}
	stretched := w.code.Stretch(jailLog)
	for i := range 20 {
		salt := bytes.Repeat([]byte{byte(i)}, 32)
		if i == 4 {
			salt = stretched.Salt[:]
		}
		body := lines[i]
		if body == "" {
			body = record.Padding
		}
		leaf := record.Commit(salt, jailLog, body)
		log.add(t, string(leaf[:]))
		salts[i] = salt
	}
	line := func(i int) Line {
		path, err := tlog.ProveRecord(log.size, int64(i), log)
		if err != nil {
			t.Fatal(err)
		}
		l := Line{Body: lines[i], Salt: hex.EncodeToString(salts[i]), Index: uint64(i)}
		for _, h := range path {
			l.Path = append(l.Path, h.String())
		}
		return l
	}
	statement := line(4)
	statement.Salt = ""
	checkpoint := signed(t, log.checkpoint(t, jailLog, log.size).String(), w.signer)
	w.bundle = &Bundle{BundleFormat, jailLog, w.key, string(checkpoint), statement, []Line{line(9), line(13)}}
	return w
}

// lines are those of the record by their index. Entry 9 and 13 are of the copy's request, 15 of another.
func (w *receiptWorld) lines(t testing.TB) map[int]string {
	t.Helper()
	at := time.Date(2015, 8, 3, 9, 30, 0, 0, time.FixedZone("", -4*3600))
	who := sallyport.Actor{ID: "j. jones", Office: "us-oh/franklin", Role: sallyport.JailClerk}
	lines := map[int]string{}
	for i, e := range map[int]sallyport.Event{
		4: {Submission: "s1", Kind: "copy served", Actor: who, At: at, Statement: &sallyport.Statement{Place: "us-oh/franklin", Action: "notify", Form: "I-247N", Received: at.Add(-time.Hour),
			Doors: []sallyport.Judgement{{Door: "local", At: at, Outcome: sallyport.Silent}}, Answer: sallyport.AnswerAgrees, Answered: at.Add(-time.Minute)}},
		9: {Submission: "s1", Kind: "released and notified", Actor: who, At: at.Add(time.Hour)}, 13: {Submission: "s1", Kind: "purged", Actor: who, At: at.Add(2 * time.Hour)},
		15: {Submission: "s2", Kind: "copy given", Actor: who, At: at},
	} {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = string(text)
	}
	return lines
}

func (w *receiptWorld) policy(t testing.TB, more string) *Policy {
	t.Helper()
	if more == "" {
		more = "quorum none\n"
	}
	policy, err := ParsePolicy([]byte("log " + w.key + "\n" + more))
	if err != nil {
		t.Fatal(err)
	}
	return policy
}

// through has the bundle written and read again, as a file.
func through(t testing.TB, b *Bundle) *Bundle {
	t.Helper()
	text, err := b.Text()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseBundle(text)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestReceiptHolds(t *testing.T) {
	t.Parallel()
	w := newReceiptWorld(t)
	r, err := through(t, w.bundle).Open(w.code, w.policy(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	if r.Quorum != nil || r.Statement.Index != 4 || r.Statement.Statement.Answer != sallyport.AnswerAgrees || len(r.Later) != 2 || r.Later[1].Kind != "purged" || r.Later[1].Index != 13 {
		t.Errorf("%+v", r)
	}
}

// TestReceiptWithoutWitnesses: what is proven is told all the same, with what is not.
func TestReceiptWithoutWitnesses(t *testing.T) {
	t.Parallel()
	w := newReceiptWorld(t)
	_, key := logKey(t, "example.com/witness")
	cosigns, err := fnote.VKeyToCosignatureV1(key)
	if err != nil {
		t.Fatal(err)
	}
	policy := w.policy(t, "witness w "+cosigns+"\nquorum w\n")
	r, err := w.bundle.Open(w.code, policy)
	if err != nil || r.Quorum == nil || r.Statement.Index != 4 {
		t.Errorf("%v, %+v", err, r)
	}
}

// TestReceiptOfSomethingElse changes each thing that a bundle has, and the code.
func TestReceiptOfSomethingElse(t *testing.T) {
	t.Parallel()
	w := newReceiptWorld(t)
	other := newReceiptWorld(t) // another key of the same name
	stranger, strangersKey := logKey(t, "example.com/other")
	for name, change := range map[string]func(b *Bundle, code *Code, p **Policy){
		"another code": func(_ *Bundle, code *Code, _ **Policy) { code[9] ^= 1 },
		"an answer": func(b *Bundle, _ *Code, _ **Policy) {
			b.Statement.Body = strings.Replace(b.Statement.Body, "agrees", "refuses", 1)
		},
		"a time": func(b *Bundle, _ *Code, _ **Policy) {
			b.Statement.Body = strings.Replace(b.Statement.Body, "T09", "T08", 1)
		},
		"an index":          func(b *Bundle, _ *Code, _ **Policy) { b.Statement.Index = 5 },
		"a far index":       func(b *Bundle, _ *Code, _ **Policy) { b.Statement.Index = 1 << 63 },
		"a path":            func(b *Bundle, _ *Code, _ **Policy) { b.Statement.Path = b.Statement.Path[1:] },
		"a path of another": func(b *Bundle, _ *Code, _ **Policy) { b.Statement.Path = b.Later[0].Path },
		"no path":           func(b *Bundle, _ *Code, _ **Policy) { b.Statement.Path = nil },
		"an origin":         func(b *Bundle, _ *Code, _ **Policy) { b.Origin = "example.com/hub" },
		"another log's":     func(b *Bundle, _ *Code, _ **Policy) { b.Checkpoint = other.bundle.Checkpoint },
		"a later line": func(b *Bundle, _ *Code, _ **Policy) {
			b.Later[0].Body = strings.Replace(b.Later[0].Body, "released", "kept", 1)
		},
		"a later line's salt":    func(b *Bundle, _ *Code, _ **Policy) { b.Later[0].Salt = b.Later[1].Salt },
		"a short salt":           func(b *Bundle, _ *Code, _ **Policy) { b.Later[0].Salt = b.Later[0].Salt[2:] },
		"a longer salt":          func(b *Bundle, _ *Code, _ **Policy) { b.Later[0].Salt += "00" }, // HMAC pads with zeros
		"no salt":                func(b *Bundle, _ *Code, _ **Policy) { b.Later[0].Salt = "" },
		"a line in its place":    func(b *Bundle, _ *Code, _ **Policy) { b.Statement, b.Later[0] = b.Later[0], b.Statement },
		"a policy of other logs": func(_ *Bundle, _ *Code, p **Policy) { *p = other.policy(t, "") },
		"a tree that was not signed": func(b *Bundle, _ *Code, p **Policy) {
			c := grown(t, 20).checkpoint(t, jailLog, 20)
			b.Checkpoint = string(signed(t, c.String(), w.signer))
		},
		"a stranger's checkpoint": func(b *Bundle, _ *Code, p **Policy) {
			if err := (*p).AddLog(strangersKey); err != nil {
				t.Fatal(err)
			}
			text, _, _ := strings.Cut(b.Checkpoint, "\n\n")
			b.Checkpoint = string(signed(t, strings.Replace(text, jailLog, "example.com/other", 1)+"\n", stranger))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, code, policy := through(t, w.bundle), w.code, w.policy(t, "")
			change(b, &code, &policy)
			if r, err := b.Open(code, policy); err == nil {
				t.Errorf("holds: %+v", r)
			} else {
				t.Log(err)
			}
		})
	}
}

// TestLineOfAnotherRequest: a node cannot pass off what happened to somebody else.
func TestLineOfAnotherRequest(t *testing.T) {
	t.Parallel()
	w := newReceiptWorld(t)
	log := new(tree)
	stretched, salt := w.code.Stretch(jailLog), make([]byte, 32)
	bodies := []string{w.lines(t)[4], w.lines(t)[15], w.lines(t)[9]}
	leaves := [][record.Size]byte{record.Commit(stretched.Salt[:], jailLog, bodies[0]), record.Commit(salt, jailLog, bodies[1]), record.Commit(stretched.Salt[:], jailLog, bodies[2])}
	for _, leaf := range leaves {
		log.add(t, string(leaf[:]))
	}
	line := func(i int, salt string) Line {
		path, err := tlog.ProveRecord(log.size, int64(i), log)
		if err != nil {
			t.Fatal(err)
		}
		l := Line{Body: bodies[i], Salt: salt, Index: uint64(i)}
		for _, h := range path {
			l.Path = append(l.Path, h.String())
		}
		return l
	}
	b := &Bundle{BundleFormat, jailLog, w.key, string(signed(t, log.checkpoint(t, jailLog, 3).String(), w.signer)), line(0, ""), []Line{line(1, hex.EncodeToString(salt))}}
	if _, err := b.Open(w.code, w.policy(t, "")); err == nil || !strings.Contains(err.Error(), "about another request") {
		t.Error(err)
	}
	b.Statement, b.Later = line(2, ""), nil
	if _, err := b.Open(w.code, w.policy(t, "")); err == nil || !strings.Contains(err.Error(), "no copy's") {
		t.Error(err)
	}
}

func TestParseBundleIsStrict(t *testing.T) {
	t.Parallel()
	w := newReceiptWorld(t)
	text, err := w.bundle.Text()
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		t.Fatal(err)
	}
	if _, err := ParseBundle(compact.Bytes()); err != nil {
		t.Error("as another program sets it out:", err)
	}
	for cut := 0; cut < len(text)-1; cut += 1 + cut/7 {
		if _, err := ParseBundle(text[:cut]); err == nil {
			t.Errorf("cut off at %d", cut)
		}
	}
	replaced := func(old, by string) []byte {
		if !bytes.Contains(text, []byte(old)) {
			t.Fatalf("no %s", old)
		}
		return bytes.Replace(text, []byte(old), []byte(by), 1)
	}
	for name, wrong := range map[string][]byte{
		"something behind it": append(bytes.Clone(text), '{'), "a further key": replaced(`"origin"`, `"more": 1, "origin"`), "a key twice": replaced(`"origin"`, `"origin": "x", "origin"`),
		"other letters": replaced(`"origin"`, `"Origin"`), "another version": replaced("receipt v1", "receipt v2"), "a salt for the statement": replaced(`"index": 4`, `"salt": "00", "index": 4`),
		"no origin": replaced(`"`+jailLog+`"`, `""`), "a number with a sign": replaced(`"index": 4`, `"index": -4`), "a fraction": replaced(`"index": 4`, `"index": 4.0`),
		"too long": append(bytes.Clone(text), bytes.Repeat([]byte(" "), MaxBundle)...), "a list": []byte("[]"), "null": []byte("null"),
		"a long path": replaced(`"path": [`, `"path": [`+strings.Repeat(`"x",`, MaxPath)),
	} {
		if _, err := ParseBundle(wrong); err == nil {
			t.Error(name)
		}
	}
	many := *w.bundle
	many.Later = make([]Line, maxLater+1)
	if text, err := many.Text(); err != nil {
		t.Error(err)
	} else if _, err := ParseBundle(text); err == nil || !strings.Contains(err.Error(), fmt.Sprint(maxLater)) {
		t.Error(err)
	}
}

func FuzzParseBundle(f *testing.F) {
	text, err := newReceiptWorld(f).bundle.Text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"format":"sallyport receipt v1","origin":"a","key":"","checkpoint":"","statement":{"body":"{}","index":0,"path":null},"later":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ParseBundle(text)
		if err != nil {
			return
		}
		again, err := b.Text()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseBundle(again); err != nil {
			t.Errorf("%s: %v", again, err)
		}
	})
}
