package proof

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tree is a log in memory, of which the reader can ask for proofs.
type tree struct {
	hashes []tlog.Hash
	size   int64
}

func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		found[i] = t.hashes[at]
	}
	return found, nil
}

func (t *tree) add(tb testing.TB, leaf string) {
	tb.Helper()
	stored, err := tlog.StoredHashes(t.size, []byte(leaf), t)
	if err != nil {
		tb.Fatal(err)
	}
	t.hashes = append(t.hashes, stored...)
	t.size++
}

func (t *tree) checkpoint(tb testing.TB, origin string, size int64) Checkpoint {
	tb.Helper()
	if size == 0 {
		return Checkpoint{origin, 0, sha256.Sum256(nil)}
	}
	root, err := tlog.TreeHash(size, t)
	if err != nil {
		tb.Fatal(err)
	}
	return Checkpoint{origin, uint64(size), root}
}

func grown(tb testing.TB, size int) *tree {
	tb.Helper()
	t := new(tree)
	for i := range size {
		t.add(tb, fmt.Sprint("leaf ", i))
	}
	return t
}

func logKey(tb testing.TB, name string) (note.Signer, string) {
	tb.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		tb.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		tb.Fatal(err)
	}
	return signer, public
}

func signed(tb testing.TB, text string, signers ...note.Signer) []byte {
	tb.Helper()
	msg, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		tb.Fatal(err)
	}
	return msg
}

// TestEveryProofOfSmallLogs asks for every proof of every size, and for each with one thing changed.
func TestEveryProofOfSmallLogs(t *testing.T) {
	t.Parallel()
	const most = 20
	all := grown(t, most)
	for size := int64(1); size <= most; size++ {
		c := all.checkpoint(t, "example.com/log", size)
		for index := range size {
			path, err := tlog.ProveRecord(size, index, all)
			if err != nil {
				t.Fatal(err)
			}
			leaf := []byte(fmt.Sprint("leaf ", index))
			if err := c.Includes(uint64(index), leaf, path); err != nil {
				t.Error(err)
			}
			if c.Includes(uint64(index), append(leaf, ' '), path) == nil || c.Includes(uint64(index), leaf, append(path, c.Root)) == nil ||
				size > 1 && c.Includes(uint64((index+1)%size), leaf, path) == nil {
				t.Errorf("a proof of entry %d of %d holds for something else", index, size)
			}
		}
		for older := int64(0); older <= size; older++ {
			path, err := tlog.ProveTree(size, max(older, 1), all)
			if err != nil {
				t.Fatal(err)
			}
			if older == 0 {
				path = nil
			}
			was := all.checkpoint(t, c.Origin, older)
			if err := c.Extends(was, path); err != nil {
				t.Error(err)
			}
			was.Root[3] ^= 1
			if c.Extends(was, path) == nil {
				t.Errorf("%d entries extend another log's %d", size, older)
			}
		}
	}
}

func TestProofsThatCannotBe(t *testing.T) {
	t.Parallel()
	all := grown(t, 4)
	c, older := all.checkpoint(t, "a", 4), all.checkpoint(t, "a", 2)
	if err := c.Includes(4, []byte("leaf 4"), nil); err == nil || !strings.Contains(err.Error(), "has 4 entries") {
		t.Error("an entry behind the end:", err)
	}
	if err := older.Extends(c, nil); err == nil || !strings.Contains(err.Error(), "this one is the older") {
		t.Error("a log that shrank:", err)
	}
	if c.Extends(c, []tlog.Hash{c.Root}) == nil || c.Extends(all.checkpoint(t, "a", 0), []tlog.Hash{c.Root}) == nil {
		t.Error("a proof where none is needed")
	}
	if c.Extends(all.checkpoint(t, "b", 4), nil) == nil {
		t.Error("two logs")
	}
}

func TestParseCheckpoint(t *testing.T) {
	t.Parallel()
	c := grown(t, 3).checkpoint(t, "example.com/log", 3)
	if got, err := ParseCheckpoint(c.String() + "an extension\n"); err != nil || got != c {
		t.Error(got, err)
	}
	root := c.Root.String()
	for _, text := range []string{
		"", "a\n3\n", "a\n3\n" + root, "\n3\n" + root + "\n", "a\n03\n" + root + "\n", "a\n+3\n" + root + "\n", "a\n-1\n" + root + "\n", "a\n9223372036854775808\n" + root + "\n",
		"a\n3\n" + root[1:] + "\n", "a\n3\n" + root[:9] + "\r" + root[9:] + "\n", "a\n3\n" + root[:42] + loose(root[42]) + "=\n", "a\n3\n" + root + "\n\n", strings.Repeat("a", 256) + "\n3\n" + root + "\n",
	} {
		if got, err := ParseCheckpoint(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// loose is the next digit of base64: with it the last bits, which mean nothing, are not zero.
func loose(digit byte) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	return digits[strings.IndexByte(digits, digit)+1:][:1]
}

func TestOpen(t *testing.T) {
	t.Parallel()
	signer, key := logKey(t, "example.com/log")
	log, err := LogKey(key)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := logKey(t, "example.com/log")
	c := grown(t, 3).checkpoint(t, "example.com/log", 3)
	if got, err := Open(signed(t, c.String(), other, signer), log); err != nil || got != c {
		t.Error(got, err)
	}
	stranger := c
	stranger.Origin = "example.com/other"
	forged := signed(t, c.String(), signer)
	forged[len(forged)-20] ^= 1
	for name, text := range map[string][]byte{
		"another key": signed(t, c.String(), other), "another origin": signed(t, stranger.String(), signer), "unsigned": []byte(c.String()), "forged": forged, "no checkpoint": signed(t, "hello\n", signer),
		"too long": append(signed(t, c.String(), signer), strings.Repeat("— someone "+strings.Repeat("AAAA", 500)+"\n", MaxNote/2000+1)...),
	} {
		if got, err := Open(text, log); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The note and its key are the example of c2sp.org/signed-note; it is a note, but no checkpoint.
func TestKeyOfTheSpecification(t *testing.T) {
	t.Parallel()
	const key, text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "This is an example message.\n\n" +
		"— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
	v, err := LogKey(key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open([]byte(text), note.VerifierList(v)); err != nil {
		t.Error(err)
	}
	if _, err := Open([]byte(text), v); err == nil || !strings.Contains(err.Error(), "not a checkpoint") {
		t.Error(err)
	}
	for _, wrong := range []string{"", "example.com/foo", key[:len(key)-4], strings.Replace(key, "530d903a", "530d903b", 1), strings.Replace(key, "foo", "bar", 1), "a+00000000+", "+" + key} {
		if _, err := LogKey(wrong); err == nil {
			t.Errorf("%q is a key", wrong)
		}
	}
	if _, err := WitnessKey(key); err == nil || !strings.Contains(err.Error(), "type 1") {
		t.Error("a log's key is taken for a witness's:", err)
	}
}
