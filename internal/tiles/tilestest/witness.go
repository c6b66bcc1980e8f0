package tilestest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Witness cosigns whatever it is given, at whatever time, as no witness may (c2sp.org/tlog-cosignature).
type Witness struct {
	Name string
	Vkey string
	key  ed25519.PrivateKey
	id   uint32
}

// NewWitness makes the witness of a name; its key follows from that.
func NewWitness(name string) Witness {
	seed := sha256.Sum256([]byte("witness " + name))
	w := Witness{Name: name, key: ed25519.NewKeyFromSeed(seed[:])}
	typed := append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(name+"\n"), typed...))
	w.id = binary.BigEndian.Uint32(sum[:])
	w.Vkey = fmt.Sprintf("%s+%08x+%s", name, w.id, base64.StdEncoding.EncodeToString(typed))
	return w
}

// Cosign adds the witness's line to a signed checkpoint.
func (w Witness) Cosign(t testing.TB, signed string, at time.Time) string {
	t.Helper()
	text, _, found := strings.Cut(signed, "\n\n")
	if !found {
		t.Fatalf("no checkpoint: %q", signed)
	}
	blob := binary.BigEndian.AppendUint32(nil, w.id)
	blob = binary.BigEndian.AppendUint64(blob, uint64(at.Unix()))
	blob = append(blob, ed25519.Sign(w.key, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s\n", at.Unix(), text))...)
	return signed + "— " + w.Name + " " + base64.StdEncoding.EncodeToString(blob) + "\n"
}
