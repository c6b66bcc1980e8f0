package bench

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"sallyport"
	"sallyport/backtest"
	"sallyport/backtest/source"
	"sallyport/backtest/synth"
	"sallyport/law/packs"
	"sallyport/law/tree"
)

// theRule is the regime whose condition pep-hold.cel and pep-hold.rego are, if every row asks a hold.
const theRule = "federal-only:us/pep@2015-06-01"

// tenRegimes are those of the long run in docs/why/performance.md.
var tenRegimes = []string{
	"law-of-the-day", "us/pep", "us/secure-communities", "us/secure-communities@2010-01-01", "us/secure-communities@2013-01-01",
	"us/secure-communities@2014-12-01", "us/directive-10074-2@2017-06-01", "federal-only:us/pep", "federal-only:us/secure-communities@2010-01-01",
	"federal-only:us/secure-communities@2013-01-01",
}

// made is a source of so many cases, made as they are read.
type made struct {
	n, at int
	make  func(i int, c *sallyport.Case)
}

const atOnce = 1 << 14

func (m *made) Extras() []string { return nil }
func (m *made) Close() error     { return nil }

func (m *made) Next() (source.Piece, error) {
	if m.at >= m.n {
		return nil, io.EOF
	}
	m.at += atOnce
	return &made{min(m.at, m.n), m.at - atOnce, m.make}, nil
}

func (m *made) Read(b *source.Batch) error {
	n := min(source.BatchRows, m.n-m.at)
	if n <= 0 {
		return io.EOF
	}
	if len(b.Cases) < n {
		b.Cases, b.Rows = make([]sallyport.Case, n), make([]source.Row, n)
	}
	b.Cases, b.Rows = b.Cases[:n], b.Rows[:n]
	for i := range n {
		m.make(m.at, &b.Cases[i])
		m.at++
		b.Rows[i] = source.Row{Line: m.at, Month: 201506}
	}
	return nil
}

// replay is a backtest of cases that everything is known of, or of the default population.
func replay(t testing.TB, ask string, n int, each func(i int, c *sallyport.Case), names ...string) *backtest.Results {
	t.Helper()
	book, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	regimes, err := backtest.Regimes(book, names)
	if err != nil {
		t.Fatal(err)
	}
	found, err := backtest.Run(&backtest.Config{Book: book, Regimes: regimes, Rows: int64(n), Sample: 1000, Seed: 1, Ask: ask}, &made{n: n, make: each})
	if err != nil || len(found.Sample.Wrong) > 0 {
		t.Fatal(err, found.Sample.Wrong)
	}
	return found
}

// holdCase is a case that everything is known of; half of them come near the borders of the programme's grounds.
func holdCase(i int, c *sallyport.Case) {
	if *c = onGrounds(i); i%2 == 0 {
		*c = someCase(i, 0)
	}
}

// opaInput is the input of pep-hold.rego: the facts, and what pep-hold.cel is given beside them; times are microseconds.
func opaInput(t testing.TB, c *sallyport.Case, r rule, open bool) ast.Value {
	t.Helper()
	beside := pepInput(c, nil, open)
	root := factsIn(c, r.reads).root
	root["at"], root["open"] = c.At.UnixMicro(), open
	root["day"], root["age"] = beside["day"], beside["age"]
	plainTimes(root)
	in, err := ast.InterfaceToValue(root)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func plainTimes(in map[string]any) {
	for name, v := range in {
		switch v := v.(type) {
		case time.Time:
			in[name] = v.UnixMicro()
		case map[string]any:
			plainTimes(v)
		}
	}
}

// peers answer the rule for a sample of the cases; each says how many it permits, and may be asked again.
func peers(t testing.TB, sample int, open bool) (asCEL, asOPA func() int) {
	t.Helper()
	r := pepHold(t)
	program := celProgram(t, r, cel.OptOptimize)
	query, err := rego.New(rego.Query("data.pep.permitted"), rego.Module("pep-hold.rego", text(t, "pep-hold.rego"))).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	forCEL, forOPA := make([]map[string]any, sample), make([]ast.Value, sample)
	for i := range sample {
		var c sallyport.Case
		holdCase(i, &c)
		forCEL[i], forOPA[i] = pepInput(&c, r.reads, open), opaInput(t, &c, r, open)
	}
	ctx := t.Context()
	asCEL = func() (permitted int) {
		for _, in := range forCEL {
			out, _, err := program.Eval(in)
			if err != nil {
				t.Fatal(err)
			}
			if ofCEL(out) == tree.True {
				permitted++
			}
		}
		return permitted
	}
	asOPA = func() (permitted int) {
		for _, in := range forOPA {
			set, err := query.Eval(ctx, rego.EvalParsedInput(in))
			if err != nil || len(set) != 1 {
				t.Fatal(len(set), err)
			}
			if set[0].Expressions[0].Value == true {
				permitted++
			}
		}
		return permitted
	}
	return asCEL, asOPA
}

// TestAgreeBacktest holds a backtest of a real pack to cel-go and OPA: with every open question answered "no" they permit what is
// permitted, with every one answered "yes" what is permitted or unresolved.
func TestAgreeBacktest(t *testing.T) {
	const sample = 4 * hot
	found := replay(t, "hold", sample, holdCase, theRule).Under(0)
	for _, open := range []bool{false, true} {
		want := found.Permitted()
		if open {
			want = found.Upper()
		}
		asCEL, asOPA := peers(t, sample, open)
		if cel, opa := asCEL(), asOPA(); int64(cel) != want || int64(opa) != want {
			t.Errorf("questions answered %t: %d; cel-go %d, OPA %d", open, want, cel, opa)
		}
	}
	if found.Permitted() < sample/20 || found.Unresolved() < sample/20 || found.Refused() < sample/20 {
		t.Errorf("%v: the cases do not try the rule", found)
	}
}

// TestBacktestTable measures a backtest and, in the same run, cel-go and OPA on a sample of its cases. It asserts nothing about time.
func TestBacktestTable(t *testing.T) {
	if !testing.Verbose() {
		t.Skip("takes minutes, for a table that only -v shows")
	}
	rows := crowdBlocks() << 12
	var x strings.Builder
	fmt.Fprintf(&x, "\n%s, %d cores; %d rows; every rate is of one core.\n", runtime.Version(), runtime.GOMAXPROCS(0), rows)
	asCEL, asOPA := peers(t, 4*hot, false)
	celRate, opaRate := rate(4*hot, asCEL), rate(4*hot, asOPA)
	found := replay(t, "hold", rows, holdCase, theRule)
	fmt.Fprintf(&x, "\n%s, every row asks a hold, everything known:\n\n| engine | decisions/s | x cel-go |\n|---|--:|--:|\n", theRule)
	decisions := float64(found.Rows)
	judge, exact, all := found.Times.Judge, found.Times.Judge+found.Times.Settle, found.Times.Judge+found.Times.Settle+found.Times.Encode
	for _, line := range []struct {
		name string
		rate float64
	}{
		{"backtest: planes", decisions / judge.Seconds()},
		{"backtest: planes, made exact", decisions / exact.Seconds()},
		{"backtest: planes, made exact, and encoding the facts", decisions / all.Seconds()},
		{"cel-go", celRate}, {"OPA", opaRate},
	} {
		fmt.Fprintf(&x, "| %s | %s | %.3g |\n", line.name, count(line.rate), line.rate/celRate)
	}
	p, err := synth.Read("default", synth.Default)
	if err != nil {
		t.Fatal(err)
	}
	x.WriteString("\nThe default population, 5 % of facts missing, each regime by itself:\n\n| regime | planes | x cel-go on its rule | made exact | and encoding |\n|---|--:|--:|--:|--:|\n")
	for _, regime := range tenRegimes {
		found := replay(t, "", rows, func(i int, c *sallyport.Case) { p.Make(1, uint64(i), c) }, regime)
		of := func(d time.Duration) float64 { return float64(found.Rows) / d.Seconds() }
		y := found.Times
		fmt.Fprintf(&x, "| %s | %s | %.3g | %s | %s |\n", regime, count(of(y.Judge)), of(y.Judge)/celRate, count(of(y.Judge+y.Settle)), count(of(y.Judge+y.Settle+y.Encode)))
	}
	fmt.Print(&x)
}

// rate asks for about two seconds and says how many cases were answered a second.
func rate(cases int, ask func() int) float64 {
	start, asked := time.Now(), 0
	for time.Since(start) < 2*time.Second {
		ask()
		asked += cases
	}
	return float64(asked) / time.Since(start).Seconds()
}
