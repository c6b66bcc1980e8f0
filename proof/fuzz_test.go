package proof

import (
	"bytes"
	"testing"
)

func FuzzParseCheckpoint(f *testing.F) {
	f.Add(grown(f, 3).checkpoint(f, "example.com/log", 3).String())
	f.Add("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCheckpoint(text)
		if err != nil {
			return
		}
		if again, err := ParseCheckpoint(c.String()); err != nil || again != c || len(text) < len(c.String()) || text[:len(c.String())] != c.String() {
			t.Errorf("%q is read as %q: %v", text, c, err)
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	log, key := logKey(f, "example.com/log")
	w := newCosigner(f, "w.example.com")
	c := signed(f, grown(f, 3).checkpoint(f, "example.com/log", 3).String(), log, w)
	f.Add([]byte("log " + key + " https://x.example/\nwitness w " + w.key + "\ngroup g all w\nquorum g\n"))
	f.Add([]byte("# none\n\nquorum none"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ParsePolicy(text)
		if err != nil {
			return
		}
		if len(p.Logs) > maxLines || len(p.Witnesses) > maxLines {
			t.Error("too much")
		}
		_, _, _ = p.Check(c)
	})
}

func FuzzParseInclusion(f *testing.F) {
	p, policy := inclusion(f, "extra")
	f.Add(p.Text())
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ParseInclusion(text)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Text(), text) {
			t.Errorf("%q is read as %q", text, p.Text())
		}
		_, _, _ = p.Check(policy, []byte("leaf 6"))
	})
}
