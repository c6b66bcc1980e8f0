package proof

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	others "github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/tlog"
)

func inclusion(tb testing.TB, extra string) (*Inclusion, *Policy) {
	tb.Helper()
	log, key := logKey(tb, "example.com/log")
	w := newCosigner(tb, "w.example.com")
	all := grown(tb, 11)
	path, err := tlog.ProveRecord(11, 6, all)
	if err != nil {
		tb.Fatal(err)
	}
	p := &Inclusion{Extra: []byte(extra), Index: 6, Path: path, Checkpoint: signed(tb, all.checkpoint(tb, "example.com/log", 11).String(), log, w)}
	return p, policy(tb, fmt.Sprintf("log %s\nwitness w %s\nquorum w\n", key, w.key))
}

// TestInclusionIsReadByOthers writes the form that formats reads, and reads what formats writes.
func TestInclusionIsReadByOthers(t *testing.T) {
	t.Parallel()
	for _, extra := range []string{"", "an hmac's salt"} {
		p, policy := inclusion(t, extra)
		var theirs others.TLogProof
		if err := theirs.Unmarshal(p.Text()); err != nil {
			t.Fatal(err)
		}
		again, err := ParseInclusion(theirs.Marshal())
		if err != nil || again.Index != 6 || string(again.Extra) != extra || !reflect.DeepEqual(again.Path, p.Path) || !bytes.Equal(again.Checkpoint, p.Checkpoint) {
			t.Fatal(again, err)
		}
		c, cosigned, err := again.Check(policy, []byte("leaf 6"))
		if err != nil || c.Size != 11 || len(cosigned) != 1 {
			t.Error(c, cosigned, err)
		}
		if _, _, err := again.Check(policy, []byte("leaf 5")); err == nil {
			t.Error("another leaf")
		}
	}
}

// TestInclusionWithoutWitnesses: an entry of a checkpoint that is not witnessed is checked all the same, and said to be in the log only if it is.
func TestInclusionWithoutWitnesses(t *testing.T) {
	t.Parallel()
	p, policy := inclusion(t, "")
	p.Checkpoint = p.Checkpoint[:bytes.LastIndex(p.Checkpoint, []byte("— "))]
	if c, _, err := p.Check(policy, []byte("leaf 6")); !errors.Is(err, ErrQuorum) || c.Size != 11 {
		t.Error(c, err)
	}
	if c, _, err := p.Check(policy, []byte("leaf 5")); err == nil || errors.Is(err, ErrQuorum) || c.Size != 0 {
		t.Error("another leaf:", c, err)
	}
}

func TestInclusionsThatAreRefused(t *testing.T) {
	t.Parallel()
	p, _ := inclusion(t, "")
	good := string(p.Text())
	hash := p.Path[0].String()
	for _, text := range []string{
		"", good[1:], strings.Replace(good, "index 6\n", "", 1), strings.Replace(good, "index 6", "index 06", 1), strings.Replace(good, "index 6", "extra \nindex 6", 1),
		strings.Replace(good, "index 6", "extra !\nindex 6", 1), strings.Replace(good, hash, hash[1:], 1), strings.Replace(good, hash, strings.Repeat(hash+"\n", MaxPath)+hash, 1),
		inclusionHead + "\n\n", inclusionHead + "extra YQ==\n\nx", strings.Repeat(good, 1000),
	} {
		if p, err := ParseInclusion([]byte(text)); err == nil {
			t.Errorf("%.100q is read as %v", text, p)
		}
	}
}
