package law_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/internal/outside"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
	"sallyport/law/tree"
)

// TestDecisionsAreExact hides facts of random cases and compares the outcome and the missing facts with what every
// completion of the hidden facts comes to, one by one.
func TestDecisionsAreExact(t *testing.T) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	open, count := 0, 2000
	if testing.Short() {
		count = 200
	}
	count = outside.Count(t, "SALLYPORT_EXACT", count)
	for seed := range count {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		c := lawtest.Case(r)
		hidden := lawtest.Hide(r, c)
		want := complete(book, c, hidden)
		got := book.Decide(c)
		if got.Outcome == sallyport.Unresolved {
			open++
		}
		if got.Outcome != want.outcome || !slices.Equal(sorted(got.Missing), sorted(want.missing)) {
			t.Fatalf("seed %d, %s at %s, hidden %v:\n got %s %v\nwant %s %v", seed, c.Agency, c.At, names(hidden),
				got.Outcome, got.Missing, want.outcome, want.missing)
		}
	}
	if open < count/20 {
		t.Errorf("only %d of %d cases were unresolved: the test does not reach what it is for", open, count)
	}
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

func names(hidden []tree.Slot) []string {
	var all []string
	for _, p := range hidden {
		all = append(all, p.Path())
	}
	return all
}

type completion struct {
	outcome sallyport.Outcome
	missing []string
}

// complete decides by trying every completion of the hidden facts with every answer to the open questions.
func complete(book *law.Book, c *sallyport.Case, hidden []tree.Slot) completion {
	condition, implied := book.Condition(c), law.Implied(c)
	full := &implied
	raised := map[string]bool{}
	lawtest.Questions(condition, raised)
	questions := make([]string, 0, len(raised))
	for q := range raised {
		questions = append(questions, q)
	}
	slices.Sort(questions)
	table := map[string]string{} // the facts tried, then what the questions' answers make of them
	var walk func(i int, key string)
	walk = func(i int, key string) {
		if i == len(hidden) {
			table[key] = answers(condition, full, questions)
			return
		}
		for j, v := range lawtest.Domain(hidden[i].About(), full.At) {
			*hidden[i].In(full) = v
			walk(i+1, key+string(rune('0'+j)))
		}
		*hidden[i].In(full) = sallyport.Value{}
	}
	walk(0, "")
	return summarise(table, hidden)
}

// answers is the truth of the whole for every combination of answers, as a string of 0 and 1.
func answers(condition *tree.Expr, c *sallyport.Case, questions []string) string {
	var out []byte
	for mask := range 1 << len(questions) {
		given := map[string]bool{}
		for i, q := range questions {
			given[q] = mask&(1<<i) != 0
		}
		truth := byte('0')
		if lawtest.Plain(condition, c, given) {
			truth = '1'
		}
		out = append(out, truth)
	}
	return string(out)
}

// summarise reads the outcome off the table, and which hidden fact makes a difference while the others stand still.
func summarise(table map[string]string, hidden []tree.Slot) completion {
	seen := [2]bool{}
	for _, row := range table {
		for _, b := range []byte(row) {
			seen[b-'0'] = true
		}
	}
	out := completion{outcome: sallyport.Unresolved}
	switch seen {
	case [2]bool{true, false}:
		out.outcome = sallyport.Refused
	case [2]bool{false, true}:
		out.outcome = sallyport.Permitted
	}
	for i, p := range hidden {
		others := map[string]string{}
		for key, row := range table {
			runes := []rune(key)
			runes[i] = '_'
			if before, ok := others[string(runes)]; ok && before != row {
				out.missing = append(out.missing, p.Path())
				break
			}
			others[string(runes)] = row
		}
	}
	return out
}

// TestSameCaseSameDecision: deciding twice gives the same answer, and leaves the case alone.
func TestSameCaseSameDecision(t *testing.T) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range 200 {
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		c := lawtest.Case(r)
		lawtest.Hide(r, c)
		before := *c
		first, second := book.Decide(c), book.Decide(c)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		if diff := cmp.Diff(before.Facts, c.Facts); diff != "" {
			t.Fatalf("seed %d: the case was changed: %s", seed, diff)
		}
	}
}
