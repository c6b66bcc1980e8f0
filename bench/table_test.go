package bench

import (
	_ "embed"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// module says which versions of the peers are measured.
//
//go:embed go.mod
var module string

// rounds is how often each row is measured, one after the other; the table has the medians, so that a busy moment of the machine
// does not fall on one row.
const rounds = 3

// TestLawTable measures every row of BenchmarkLaw in one run and prints what they come to. It asserts nothing about time.
func TestLawTable(t *testing.T) {
	if !testing.Verbose() {
		t.Skip("takes minutes, for a table that only -v shows")
	}
	rows := measures(t)
	results := make([][]testing.BenchmarkResult, len(rows))
	for range rounds {
		for i, m := range rows {
			r := testing.Benchmark(func(b *testing.B) { m.run(b) })
			if r.N == 0 {
				t.Fatalf("%s failed; go test -bench %q says why", m.name(), "Law/"+m.name())
			}
			results[i] = append(results[i], r)
		}
	}
	table := &lawTable{rows: map[string]testing.BenchmarkResult{}, order: rows, missing: map[string]tally{}}
	for i, m := range rows {
		slices.SortFunc(results[i], func(a, b testing.BenchmarkResult) int { return int(a.NsPerOp() - b.NsPerOp()) })
		table.rows[m.name()] = results[i][rounds/2]
	}
	tallies := missingFacts(t)
	for _, y := range tallies {
		table.missing[y.engine] = y
	}
	table.head()
	table.one()
	fmt.Fprint(table, missingTable(tallies))
	table.batch()
	table.gates()
	fmt.Print(table)
}

// lawTable writes the results as Markdown.
type lawTable struct {
	strings.Builder
	rows    map[string]testing.BenchmarkResult // by name of the measure
	order   []measure
	missing map[string]tally
}

func (x *lawTable) head() {
	fmt.Fprintf(x, "\n%s, %s/%s, %d cores; medians of %d rounds in one run. Peers:", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), rounds)
	direct, _, _ := strings.Cut(module, ")")
	_, direct, _ = strings.Cut(direct, "require (")
	for line := range strings.Lines(direct) {
		if peer := strings.TrimSpace(line); peer != "" && !strings.HasPrefix(peer, "sallyport") {
			x.WriteString(" " + peer + ";")
		}
	}
	x.WriteString("\n")
}

// one is the rule of nine tests, one case at a time.
func (x *lawTable) one() {
	fmt.Fprintf(x, "\n| engine | one case, ns | allocs | x ours | 5 %% missing, ns | allocs | with facts missing |\n|---|--:|--:|--:|--:|--:|---|\n")
	ours := perOp(x.rows["one/ours-closures/known"])
	for _, e := range single {
		known := x.rows["one/"+e.name+"/known"]
		fmt.Fprintf(x, "| %s | %.4g | %d | %.3g | %s | %s |\n", e.name, perOp(known), known.AllocsPerOp(), perOp(known)/ours,
			x.cell("one/"+e.name+"/missing=5%"), x.handles(e.name))
	}
	known := x.rows["decide/ours/known"]
	fmt.Fprintf(x, "| ours, the full decision under the whole law | %.4g | %d | | %s | exact, named |\n", perOp(known), known.AllocsPerOp(), x.cell("decide/ours/missing=5%"))
}

// cell is the time and the allocations of a row that need not be there.
func (x *lawTable) cell(name string) string {
	r, ok := x.rows[name]
	if !ok {
		return "| "
	}
	return fmt.Sprintf("%.4g | %d", perOp(r), r.AllocsPerOp())
}

// handles says in words what the count of answers shows.
func (x *lawTable) handles(engine string) string {
	y, ok := x.missing[engine]
	var parts []string
	note := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	note(y.needless, "needlessly unknown")
	note(y.errors, "without an answer")
	note(y.opens+y.shuts, "open ones decided")
	note(y.wrong, "wrong")
	switch {
	case !ok:
		return "cannot be asked"
	case len(parts) == 0:
		return "exact"
	}
	return fmt.Sprintf("of %d: %s", y.asked, strings.Join(parts, ", "))
}

// batch is the many cases: decisions a second, and against cel-go on the same rule and as many cores.
func (x *lawTable) batch() {
	fmt.Fprintf(x, "\n| rule | engine | cases | 1 core, decisions/s | x cel-go | 2 cores, decisions/s | x cel-go |\n|---|---|---|--:|--:|--:|--:|\n")
	for _, m := range x.order {
		if m.cores != 1 {
			continue
		}
		fmt.Fprintf(x, "| %s | %s | %s |", m.rule, m.engine, m.cases)
		for _, cores := range []int{1, 2} {
			m.cores = cores
			fmt.Fprintf(x, " %s | %.3g |", count(x.speed(m)), x.speed(m)/x.celSpeed(m))
		}
		x.WriteString("\n")
	}
}

func (x *lawTable) speed(m measure) float64 { return x.rows[m.name()].Extra["decisions/s"] }

func (x *lawTable) celSpeed(m measure) float64 {
	m.engine, m.cases = "cel-go", "known"
	return x.speed(m)
}

// gates are the figures that were asked for, beside those reached.
func (x *lawTable) gates() {
	fmt.Fprintf(x, "\n| asked for | reached |\n|---|---|\n")
	for _, cases := range []string{"known", "missing=5%"} {
		r := x.rows["decide/ours/"+cases]
		fmt.Fprintf(x, "| a full decision in at most 4 µs (%s) | %.2f µs, %d allocs, %d B |\n", cases, perOp(r)/1e3, r.AllocsPerOp(), r.AllocedBytesPerOp())
	}
	for _, cases := range []string{"known", "missing=5%"} {
		m := measure{group: "batch", rule: "pep-hold", engine: "ours-planes", cases: cases, cores: 2}
		fmt.Fprintf(x, "| a real pack on 2 cores at 300 times cel-go or more (%s) | %.0f times: %s/s and %s/s |\n",
			cases, x.speed(m)/x.celSpeed(m), count(x.speed(m)), count(x.celSpeed(m)))
	}
	m := measure{group: "batch", rule: "nine", engine: "ours-planes", cases: "known", cores: 1}
	fmt.Fprintf(x, "| the rule of nine tests at 200 M/s a core (the aim) | %s/s |\n", count(x.speed(m)))
}

func perOp(r testing.BenchmarkResult) float64 { return float64(r.T.Nanoseconds()) / float64(r.N) }

// count writes a number of decisions with three digits.
func count(n float64) string {
	if n >= 1e6 {
		return fmt.Sprintf("%.3g M", n/1e6)
	}
	return fmt.Sprintf("%.3g k", n/1e3)
}
