package caseparquet_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"sallyport"
	"sallyport/backtest/caseparquet"
	"sallyport/law/lawtest"
)

// write makes a file of the cases.
func write(t testing.TB, paths []string, cases ...*sallyport.Case) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := caseparquet.NewWriter(&b, paths)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(cases); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read reads every case of a file, so many at a time, and the faults by row from 0.
func read(file []byte, together int) (cases []sallyport.Case, faults map[int]string, err error) {
	f, err := caseparquet.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, nil, err
	}
	faults = map[int]string{}
	for i := range f.Groups() {
		g, err := f.Group(i)
		if err != nil {
			return cases, faults, err
		}
		defer g.Close()
		for {
			some, wrong := make([]sallyport.Case, together), make([]string, together)
			n, err := g.Read(some, wrong)
			for k := range n {
				if wrong[k] != "" {
					faults[len(cases)] = wrong[k]
				}
				cases = append(cases, some[k])
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return cases, faults, err
			}
		}
	}
	return cases, faults, nil
}

// same compares times by instant and offset, and lists without what is left over in their memory.
var same = cmp.Options{
	cmp.Comparer(func(a, b time.Time) bool { return a.Format(time.RFC3339Nano) == b.Format(time.RFC3339Nano) }),
	cmp.Comparer(func(a, b sallyport.Offences) bool {
		return a.Known == b.Known && fmt.Sprint(a.List) == fmt.Sprint(b.List)
	}),
}

// random are cases with unknown facts, unknown and empty lists, and offsets.
func random(n int) []*sallyport.Case {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]*sallyport.Case, n)
	for i := range all {
		c := &sallyport.Case{}
		lawtest.Wild(r, c)
		c.ID = fmt.Sprint("case ", i)
		c.At = c.At.In(time.FixedZone("", (r.IntN(29)-14)*1800))
		if r.IntN(3) == 0 {
			c.Program = "us/pep"
		}
		for _, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
			if !list.Known {
				list.List = nil
			}
		}
		for i := range c.Convictions.List { // a conviction has none of these
			for j := range c.Convictions.List[i] {
				if sallyport.OffenceFacts[j].Charge {
					c.Convictions.List[i][j] = sallyport.Value{}
				}
			}
		}
		for i := range c.Facts { // as a case file is read: what is below an object is none with it, or makes it given
			switch p := sallyport.CaseFact(sallyport.CaseFacts[i].Parent); {
			case p >= 0 && c.Facts[p].State == sallyport.None:
				c.Facts[i] = sallyport.NoneValue
			case p >= 0 && c.Facts[i].State == sallyport.Known:
				c.Facts[p] = sallyport.IntValue(1)
			case p >= 0:
				c.Facts[i] = sallyport.Value{}
			}
		}
		all[i] = c
	}
	return all
}

func TestRoundTrip(t *testing.T) {
	cases := random(600)
	cases = append(cases, lawtest.Case(rand.New(rand.NewPCG(3, 4))))
	for i := range cases[len(cases)-1].Convictions.List {
		for j, f := range sallyport.OffenceFacts {
			if f.Charge {
				cases[len(cases)-1].Convictions.List[i][j] = sallyport.Value{}
			}
		}
	}
	file := write(t, nil, cases...)
	for _, together := range []int{1, 100, 5000} {
		back, faults, err := read(file, together)
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		if len(back) != len(cases) {
			t.Fatalf("%d cases back, of %d", len(back), len(cases))
		}
		for i := range back {
			if diff := cmp.Diff(*cases[i], back[i], same...); diff != "" {
				t.Fatalf("case %d, read %d together:\n%s", i, together, diff)
			}
		}
	}
	if !bytes.Equal(file, write(t, nil, cases...)) {
		t.Error("the same cases gave other bytes")
	}
}

// slim are the facts of a population as one is made for load: two dozen.
var slim = []string{
	"agency_kind", "request.action", "request.form", "request.special_circumstances", "request.probable_cause", "local_policy.hold",
	"person.us_citizen", "person.citizenship_indicated", "person.removable", "person.final_order", "release.eligible_at",
	"convictions.court", "convictions.place", "convictions.grade", "convictions.on", "convictions.category", "convictions.to_serve_days",
	"convictions.juvenile", "convictions.vacated", "charges.grade", "charges.pending",
}

// population are n cases that know those facts only.
func population(n int) []*sallyport.Case {
	r := rand.New(rand.NewPCG(5, 6))
	some := make([]*sallyport.Case, 500)
	for i := range some {
		full := lawtest.Case(r)
		c := &sallyport.Case{ID: fmt.Sprint(i), Agency: full.Agency, At: full.At}
		for j, f := range sallyport.CaseFacts {
			if slices.Contains(slim, f.Path) {
				c.Facts[j] = full.Facts[j]
			}
		}
		thin := func(prefix string, list sallyport.Offences) sallyport.Offences {
			for i := range list.List {
				for j, f := range sallyport.OffenceFacts {
					if !slices.Contains(slim, prefix+f.Path) {
						list.List[i][j] = sallyport.Value{}
					}
				}
			}
			return list
		}
		c.Convictions, c.Charges = thin("convictions.", full.Convictions), thin("charges.", full.Charges)
		some[i] = c
	}
	all := make([]*sallyport.Case, 0, n+len(some))
	for len(all) < n {
		all = append(all, some...)
	}
	return all[:n]
}

// TestGroups: more cases than a row group holds, read with memory that is used again.
func TestGroups(t *testing.T) {
	cases := population(70_000)
	file := write(t, slim, cases...)
	f, err := caseparquet.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if f.Groups() != 2 || f.Rows() != 70_000 || f.GroupRows(1) != 70_000-65_536 {
		t.Fatalf("%d groups, %d rows, %d in the second", f.Groups(), f.Rows(), f.GroupRows(1))
	}
	row := 0
	for i := range f.Groups() {
		eachBatch(t, f, i, func(batch []sallyport.Case) {
			for k := range batch {
				if row%5000 < 3 {
					if diff := cmp.Diff(*cases[row], batch[k], same...); diff != "" {
						t.Fatalf("row %d:\n%s", row, diff)
					}
				}
				row++
			}
		})
	}
	if row != len(cases) {
		t.Errorf("%d rows read", row)
	}
}

// eachBatch reads a row group with memory that is used again.
func eachBatch(t testing.TB, f *caseparquet.File, group int, each func([]sallyport.Case)) {
	t.Helper()
	g, err := f.Group(group)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	batch, faults := make([]sallyport.Case, 512), make([]string, 512)
	for {
		n, err := g.Read(batch, faults)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		each(batch[:n])
	}
}

// TestSomeFacts: a file with columns for some facts only leaves the others unknown, and refuses a case that knows them.
func TestSomeFacts(t *testing.T) {
	c := &sallyport.Case{ID: "a", At: time.Date(2015, 6, 1, 10, 0, 0, 0, time.UTC), Agency: "us-ct"}
	set := func(path string, v sallyport.Value) { c.Facts[sallyport.CaseFact(path)] = v }
	set("person.us_citizen", sallyport.BoolValue(false))
	set("request.warrant", sallyport.NoneValue)
	set("request.warrant.signer", sallyport.NoneValue)
	set("request.warrant.basis", sallyport.NoneValue)
	paths := []string{"person.us_citizen", "request.warrant.signer", "convictions.grade"}
	back, _, err := read(write(t, paths, c), 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*c, back[0], same...); diff != "" {
		t.Error(diff)
	}
	refused := func(want string) {
		t.Helper()
		w, err := caseparquet.NewWriter(io.Discard, paths)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write([]*sallyport.Case{c}); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	set("person.removable", sallyport.BoolValue(true))
	refused(`case "a": knows person.removable, for which the file has no column`)
	set("person.removable", sallyport.Value{})
	c.Charges.Known = true
	refused(`case "a": knows charges, for which the file has no column`)
	c.Charges.Known = false
	c.Convictions = sallyport.Offences{Known: true, List: make([]sallyport.Offence, 1)}
	c.Convictions.List[0][sallyport.OffenceFact("serious")] = sallyport.BoolValue(true)
	refused(`case "a": knows convictions.serious, for which the file has no column`)
	if _, err := caseparquet.NewWriter(io.Discard, []string{"person.height"}); err == nil {
		t.Error("person.height is no fact")
	}
}

// row is a file that somebody else might write.
type row struct {
	At      time.Time `parquet:"at,timestamp(nanosecond)"`
	Agency  string    `parquet:"agency"`
	Kind    *string   `parquet:"agency_kind,optional"`
	Citizen *bool     `parquet:"person_us_citizen,optional"`
	Age     *int32    `parquet:"person_gang_participation_age,optional"`
	None    *bool     `parquet:"person_gang_participation_none,optional"`
	Order   *int32    `parquet:"person_final_order,optional,date"`
	NoOrder *bool     `parquet:"person_final_order_none,optional"`
}

func foreign[T any](t testing.TB, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestForeignFile(t *testing.T) {
	at := time.Date(2015, 6, 1, 10, 0, 0, 0, time.UTC)
	p := func(s string) *string { return &s }
	n := func(i int32) *int32 { return &i }
	yes, no := true, false
	rows := []row{
		{At: at, Agency: "us-ct", Kind: p("county_jail"), Age: n(17)},
		{At: at, Agency: "us-ct", Kind: p("gaol")},
		{At: at, Agency: "Connecticut"},
		{At: at.AddDate(-150, 0, 0), Agency: "us-ct"},
		{At: at, Agency: "us-ct", None: &yes, Age: n(17)},
		{At: at, Agency: "us-ct", Order: n(16000), NoOrder: &no},
		{At: at, Agency: "us-ct", Order: n(16000), NoOrder: &yes},
		{At: at, Agency: "us-ct", NoOrder: &yes},
		{At: at, Agency: "us-ct", Citizen: &no, None: &no},
	}
	cases, faults, err := read(foreign(t, rows, parquet.Compression(&parquet.Snappy)), 4)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]string{
		1: `agency_kind: "gaol" is not one of county_jail, city_lockup, state_prison, probation, court, prosecutor, school_police`,
		2: `agency: "Connecticut" is not a place; write it as in us-ca/san-francisco`,
		3: "at: year 1865; years 1900 to 2200 are read",
		4: "person.gang_participation.age: given, while person.gang_participation is none",
		6: "person_final_order_none: true, while the fact is given",
	}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	fact := func(row int, path string) sallyport.Value { return cases[row].Facts[sallyport.CaseFact(path)] }
	for _, test := range []struct {
		row  int
		path string
		want sallyport.Value
	}{
		{0, "person.gang_participation", sallyport.IntValue(1)},
		{0, "person.gang_participation.age", sallyport.IntValue(17)},
		{0, "person.us_citizen", sallyport.Value{}},
		{5, "person.final_order", sallyport.IntValue(16000)},
		{7, "person.final_order", sallyport.NoneValue},
		{8, "person.gang_participation", sallyport.IntValue(1)},
		{8, "person.us_citizen", sallyport.BoolValue(false)},
	} {
		if got := fact(test.row, test.path); got != test.want {
			t.Errorf("row %d, %s: %v, want %v", test.row, test.path, got, test.want)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	good := write(t, nil, random(200)...)
	at := time.Date(2015, 6, 1, 10, 0, 0, 0, time.UTC)
	type named struct {
		At     time.Time `parquet:"at,timestamp(microsecond)"`
		Agency string    `parquet:"agency"`
		Name   string    `parquet:"name"`
	}
	type dated struct {
		At     string `parquet:"at"`
		Agency string `parquet:"agency"`
	}
	type lost struct {
		Agency string `parquet:"agency"`
	}
	type plain struct {
		At     time.Time `parquet:"at,timestamp(microsecond)"`
		Agency string    `parquet:"agency"`
	}
	for _, test := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "too short for a Parquet file"},
		{"cut short", good[:len(good)/2], "does not end as a Parquet file does; it may be cut short"},
		{"a name", foreign(t, []named{{at, "us-ct", "x"}}), "column name: no such column in a file of cases"},
		{"a text for a time", foreign(t, []dated{{"2015-06-01", "us-ct"}}), "column at: is STRING; write TIMESTAMP, adjusted to UTC"},
		{"no time", foreign(t, []lost{{"us-ct"}}), "column at: missing; every case has it"},
		{"gzip", foreign(t, []plain{{at, "us-ct"}}, parquet.Compression(&parquet.Gzip)), "column at: packed with GZIP; write it with Snappy or unpacked"},
		{"long footer", append(bytes.Clone(good[:len(good)-8]), 0xff, 0xff, 0xff, 0x7f, 'P', 'A', 'R', '1'), "says that its description is 2147483647 bytes long"},
	} {
		_, _, err := read(test.file, 10)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s:\n got %v\nwant %s", test.name, err, test.want)
		}
	}
}

// FuzzRead: no damage to a file makes the reader panic or run on without end.
func FuzzRead(f *testing.F) {
	f.Add(write(f, []string{"agency_kind", "request.warrant", "person.final_order", "convictions.grade", "convictions.on"}, population(0)...))
	f.Add(write(f, []string{"person.us_citizen", "convictions.grade"}, &sallyport.Case{At: time.Unix(0, 0).UTC(), Agency: "us-ct"}))
	f.Add(write(f, slim, population(5)...))
	f.Fuzz(func(t *testing.T, file []byte) {
		cases, _, _ := read(file, 7)
		for i := range cases {
			if len(cases[i].Convictions.List) > 1000 {
				t.Fatal("a list longer than the limit")
			}
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	cases := population(20_000)
	for b.Loop() {
		write(b, slim, cases...)
	}
	b.ReportMetric(float64(len(cases))*float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

func BenchmarkRead(b *testing.B) {
	cases := population(50_000)
	file := write(b, slim, cases...)
	for b.Loop() {
		f, err := caseparquet.Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			b.Fatal(err)
		}
		eachBatch(b, f, 0, func([]sallyport.Case) {})
	}
	b.ReportMetric(float64(len(file))/float64(len(cases)), "bytes/case")
	b.ReportMetric(float64(len(cases))*float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}
