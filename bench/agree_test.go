package bench

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sallyport/law/tree"
)

// TestAgree holds every engine to the rule by hand, on cases in which everything is known.
func TestAgree(t *testing.T) {
	cases := knownCases()
	yes := 0
	for i := range cases {
		if plain(&cases[i]) {
			yes++
		}
	}
	if yes < hot/4 || yes > hot*3/4 {
		t.Errorf("the rule is true of %d cases of %d: they do not try it", yes, hot)
	}
	for _, e := range slices.Concat(single, whole) {
		ask := e.open(t, cases)
		for i := range cases {
			got, err := ask(i)
			if want := tri(plain(&cases[i])); got != want || err != nil {
				t.Fatalf("%s: case %d is %d, want %d (%v)", e.name, i, got, want, err)
			}
		}
	}
}

// TestAgreeMissing counts what the engines make of missing facts, beside what every completion of the case comes to. Ours must be
// right; the others are what they are.
func TestAgreeMissing(t *testing.T) {
	tallies := missingFacts(t)
	for _, tally := range tallies {
		switch tally.engine {
		case "ours-judge", "ours-planes-settled": // exact
			if tally.right != tally.asked {
				t.Errorf("%+v", tally)
			}
		case "ours-closures", "ours-planes": // Kleene's bounds
			if tally.right+tally.needless != tally.asked {
				t.Errorf("%+v", tally)
			}
		}
	}
	if tallies[0].open < hot/10 || tallies[0].asked != hot {
		t.Errorf("%d cases of %d are open: they do not try the engines", tallies[0].open, tallies[0].asked)
	}
	fmt.Print(missingTable(tallies)) // t.Log would put its place before every line
}

// tally is what an engine answers where facts are missing, of the cases asked, of which open are truly unknown.
type tally struct {
	engine      string
	asked, open int
	right       int
	unknown     int // it says that it depends on the missing facts
	needless    int // of these: it does not
	opens       int // it says yes where it depends on them
	shuts       int // it says no where it depends on them
	wrong       int // it says yes where it is no, or no where it is yes
	errors      int
	idle        int // of these: it does not depend on the missing facts
	anError     error
}

func missingFacts(t testing.TB) []tally {
	cases := missingCases()
	truths, known := make([]tree.Tri, len(cases)), make([]bool, len(cases))
	r := nine(t)
	for i := range cases {
		truths[i], known[i] = truth(&cases[i], r.reads)
	}
	var all []tally
	for _, e := range slices.Concat(single, whole) {
		if e.name == "plain-go" { // reads no fact as missing
			continue
		}
		ask, y := e.open(t, cases), tally{engine: e.name}
		for i := range cases {
			if known[i] {
				answer, err := ask(i)
				y.add(answer, truths[i], err)
			}
		}
		all = append(all, y)
	}
	return all
}

func (y *tally) add(answer, truth tree.Tri, err error) {
	y.asked++
	if truth == tree.Unknown {
		y.open++
	}
	if err != nil {
		y.errors++
		y.anError = err
		if truth != tree.Unknown {
			y.idle++
		}
		return
	}
	if answer == tree.Unknown {
		y.unknown++
	}
	switch {
	case answer == truth:
		y.right++
	case answer == tree.Unknown:
		y.needless++
	case truth != tree.Unknown:
		y.wrong++
	case answer == tree.True:
		y.opens++
	default:
		y.shuts++
	}
}

func missingTable(all []tally) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nEach fact missing with a chance of 5 %%: %d cases, of which %d (%.1f %%) depend on the missing facts, by every way to fill them in.\n\n",
		all[0].asked, all[0].open, percent(all[0].open, all[0].asked))
	b.WriteString("| engine | right | says unknown | of these needlessly | says yes to what is open | says no to what is open | wrong | no answer | of these needlessly |\n")
	b.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, y := range all {
		fmt.Fprintf(&b, "| %s | %.1f %% | %d | %d | %d | %d | %d | %d | %d |\n",
			y.engine, percent(y.right, y.asked), y.unknown, y.needless, y.opens, y.shuts, y.wrong, y.errors, y.idle)
	}
	for _, y := range all {
		if y.anError != nil {
			first, _, _ := strings.Cut(y.anError.Error(), "\n")
			fmt.Fprintf(&b, "\n%s, no answer: %s\n", y.engine, first)
		}
	}
	return b.String()
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(of) }
