package ledger

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sallyport/internal/store"
	"sallyport/internal/witness"
	"sallyport/proof"
)

// aWitness is one that answers at an address, until it is stopped.
type aWitness struct {
	key, at string
	stop    func()
}

func startWitness(t testing.TB, dir, name, at, log string) aWitness {
	t.Helper()
	w, err := witness.Open(dir, name, []string{log}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: w.Handler(), ReadHeaderTimeout: time.Minute}
	go server.Serve(listener) //nolint:errcheck // it ends by Close
	stop := func() {
		_ = server.Close()
		_ = w.Close()
	}
	t.Cleanup(stop)
	return aWitness{w.Key(), listener.Addr().String(), stop}
}

func (w aWitness) line(name string) string {
	return fmt.Sprintf("witness %s %s http://%s/\n", name, w.key, w.at)
}

func public(t *testing.T, s *store.Store, index uint64) (is bool) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		is, err = Public(tx, index)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return is
}

// TestWitnessed has two witnesses cosign a log, takes one away, and brings it back: the log goes on meanwhile, and says that it is not witnessed.
func TestWitnessed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, err := Key(filepath.Join(dir, "log"), origin, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	one := startWitness(t, filepath.Join(dir, "one"), "one.example", "127.0.0.1:0", key)
	two := startWitness(t, filepath.Join(dir, "two"), "two.example", "127.0.0.1:0", key)
	c := small()
	c.Witnesses = []byte(one.line("one") + two.line("two") + "group both all one two\nquorum both\n")
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, filepath.Join(dir, "log"), c)
	defer closeLog(t, l)
	if public(t, s, 0) {
		t.Error("public before there is a log")
	}
	addEvents(t, s, 3, noon)
	began := time.Now()
	first := catchUp(t, l, s, noon)
	t.Logf("a witnessed checkpoint after %v", time.Since(began))
	if !first.Witnessed || !public(t, s, first.Size-1) || public(t, s, first.Size) {
		t.Error("not witnessed:", first.Note)
	}
	policy, err := proof.ParsePolicy(c.Witnesses)
	if err != nil {
		t.Fatal(err)
	}
	if err := policy.AddLog(key); err != nil {
		t.Fatal(err)
	}
	if _, cosigned, err := policy.Check([]byte(first.Note)); err != nil || len(cosigned) != 2 {
		t.Error(cosigned, err)
	}
	two.stop()
	addEvents(t, s, 3, noon)
	second := catchUp(t, l, s, noon)
	if second.Witnessed || second.Size <= first.Size || public(t, s, second.Size-1) || !public(t, s, first.Size-1) {
		t.Error("one of two is away:", second.Witnessed, second.Size)
	}
	startWitness(t, filepath.Join(dir, "two"), "two.example", two.at, key)
	addEvents(t, s, 3, noon)
	third := catchUp(t, l, s, noon)
	if !third.Witnessed || !public(t, s, third.Size-1) {
		t.Error("both are back:", third.Note)
	}
}

// TestNobodyIsAsked: what no policy asks to be cosigned is never called witnessed.
func TestNobodyIsAsked(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"", "quorum none\n"} {
		dir, c := t.TempDir(), small()
		if policy != "" {
			c.Witnesses = []byte(policy)
		}
		s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, filepath.Join(dir, "log"), c)
		addEvents(t, s, 3, noon)
		if got := catchUp(t, l, s, noon); got.Witnessed || public(t, s, 0) {
			t.Errorf("policy %q: witnessed", policy)
		}
		closeLog(t, l)
	}
}

func TestPoliciesThatALogRefuses(t *testing.T) {
	t.Parallel()
	key, err := witness.Key(t.TempDir(), "w.example")
	if err != nil {
		t.Fatal(err)
	}
	for policy, want := range map[string]string{
		"quorum": "policy, line 1: quorum NAME", "witness w " + key + "\nquorum w\n": "the witness w has no address", "witness any " + key + " http://w.example/\nquorum any\n": "policy",
	} {
		c := small()
		c.Witnesses = []byte(policy)
		if _, err := Open(context.Background(), t.TempDir(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", policy, err)
		}
	}
}

// BenchmarkWitnessed is a slot of four with its checkpoint, cosigned by none and by two witnesses on this machine. The driver makes one in 100 ms at most.
func BenchmarkWitnessed(b *testing.B) {
	for _, witnesses := range []int{0, 2} {
		b.Run(fmt.Sprint(witnesses), func(b *testing.B) {
			dir, c := b.TempDir(), small()
			key, err := Key(filepath.Join(dir, "log"), origin, rand.Reader)
			if err != nil {
				b.Fatal(err)
			}
			lines, names := "", ""
			for i := range witnesses {
				w := startWitness(b, filepath.Join(dir, fmt.Sprint(i)), fmt.Sprintf("w%d.example", i), "127.0.0.1:0", key)
				lines, names = lines+w.line(fmt.Sprint("w", i)), names+fmt.Sprint(" w", i)
			}
			if witnesses > 0 {
				c.Witnesses = []byte(lines + "group all-of-them all" + names + "\nquorum all-of-them\n")
			}
			s, l := openStore(b, filepath.Join(dir, "db")), openLog(b, filepath.Join(dir, "log"), c)
			catchUp(b, l, s, noon)
			var took []time.Duration
			for b.Loop() {
				addEvents(b, s, 3, noon)
				began := time.Now()
				if got := catchUp(b, l, s, noon); got.Witnessed != (witnesses > 0) {
					b.Fatal(got.Note)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "ms-median")
			b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "ms-p99")
			closeLog(b, l)
		})
	}
}
