package offence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sallyport"
)

// offenceOf makes an offence of "path=value" pairs, as a case file would give them.
func offenceOf(t testing.TB, pairs ...string) sallyport.Offence {
	t.Helper()
	var o sallyport.Offence
	for _, pair := range pairs {
		path, text, _ := strings.Cut(pair, "=")
		i := sallyport.OffenceFact(path)
		f := &sallyport.OffenceFacts[i]
		switch {
		case text == "none":
			o[i] = sallyport.NoneValue
		case f.Kind == sallyport.Text:
			o[i] = sallyport.TextValue(text)
		default:
			v, err := classValue(f, text)
			if err != nil {
				t.Fatal(err)
			}
			o[i] = v
		}
	}
	return o
}

func convicted(offences ...sallyport.Offence) *sallyport.Case {
	return &sallyport.Case{Convictions: sallyport.Offences{Known: true, List: offences}}
}

// filled writes what was filled into a case: listed=F [source] for the first conviction.
func filled(c *sallyport.Case) []string {
	var all []string
	for _, f := range c.Filled {
		var list string
		var i int
		var path string
		if _, err := fmt.Sscanf(strings.NewReplacer("[", " ", "].", " ").Replace(f.Path), "%s %d %s", &list, &i, &path); err != nil {
			return []string{err.Error()}
		}
		o := &c.Convictions.List
		if list == "charges" {
			o = &c.Charges.List
		}
		fact := sallyport.OffenceFact(path)
		all = append(all, fmt.Sprintf("%s=%s [%s]", path, sallyport.OffenceFacts[fact].Format((*o)[i][fact]), f.Source))
	}
	return all
}

func TestFillsWhatTheStatuteSettles(t *testing.T) {
	listed := func(letter string) []string {
		return []string{"listed=" + letter + " [Cal. Gov. Code 7282.5(a)(3)(" + letter + ")]"}
	}
	forcible := []string{"forcible=true [Fla. Stat. 776.08]"}
	entry := []string{"category=illegal_entry [8 USC 1325(a)]"}
	reentry := []string{"category=illegal_reentry [8 USC 1326]"}
	tests := []struct {
		pairs []string
		want  []string
	}{
		{[]string{"statute=Cal. Penal Code 459"}, listed("F")},
		{[]string{"statute=459 PC", "place=us-ca", "court=state", "grade=felony"}, listed("F")},
		{[]string{"statute=Cal. Penal Code 245(a)(1)", "grade=misdemeanor"}, listed("A")},
		{[]string{"statute=Cal. Penal Code 664/459"}, listed("P")},
		{[]string{"statute=Cal. Penal Code 182/211"}, listed("P")},
		{[]string{"statute=Cal. Penal Code 286(c)(2)"}, listed("AA")},
		{[]string{"statute=Cal. Penal Code 286(d)"}, listed("AC")},
		{[]string{"statute=Cal. Penal Code 26100(c)"}, listed("K")},
		{[]string{"statute=Cal. Penal Code 245.6(d)"}, listed("Q")},
		{[]string{"statute=Cal. Penal Code 261(a)(2)"}, listed("AC")},
		{[]string{"statute=Cal. Vehicle Code 20001(c)"}, listed("AE")},
		{[]string{"statute=Cal. Penal Code 12022.53(b)"}, listed("K")},
		{[]string{"statute=Cal. Penal Code 12022.7(a)"}, listed("Q")},
		{[]string{"statute=Cal. Penal Code 242", "grade=misdemeanor"}, append(listed("B"), "wobbler=false [Cal. Penal Code 243]")},
		{[]string{"statute=Cal. Penal Code 240", "grade=misdemeanor"}, append(listed("A"), "wobbler=false [Cal. Penal Code 241]")},
		{[]string{"statute=Cal. Penal Code 242", "grade=felony"}, listed("B")},
		{[]string{"statute=Fla. Stat. 782.04", "grade=felony", "court=state", "place=us-fl"}, forcible},
		{[]string{"statute=F.S. 784.048(3)", "grade=felony", "place=us-fl"}, forcible},
		{[]string{"statute=8 USC 1325(a)(1)", "court=federal", "place=us"}, entry},
		{[]string{"statute=8 U.S.C. § 1325", "court=federal", "grade=misdemeanor"}, entry},
		{[]string{"statute=8 USC 1326(b)(2)", "court=federal"}, reentry},
		// The list names a part of the section, or another section.
		{[]string{"statute=Cal. Penal Code 26100"}, nil},
		{[]string{"statute=Cal. Penal Code 26100(b)"}, nil},
		{[]string{"statute=Cal. Penal Code 245.6"}, nil},
		{[]string{"statute=Cal. Penal Code 261"}, nil},
		{[]string{"statute=Cal. Penal Code 261(a)"}, nil},
		{[]string{"statute=Cal. Penal Code 261(a)(3)"}, nil},
		{[]string{"statute=Cal. Vehicle Code 20001"}, nil},
		{[]string{"statute=Cal. Vehicle Code 459"}, nil},
		{[]string{"statute=Cal. Penal Code 20001(c)"}, nil},
		{[]string{"statute=Cal. Penal Code 459.5"}, nil},
		{[]string{"statute=Cal. Penal Code 487a"}, nil},
		{[]string{"statute=Cal. Penal Code 476a"}, nil},
		{[]string{"statute=Cal. Penal Code 288a(c)"}, nil},
		{[]string{"statute=Cal. Penal Code 287(c)"}, nil},
		{[]string{"statute=Cal. Penal Code 262(a)(1)"}, nil},
		{[]string{"statute=Cal. Penal Code 243(e)(1)", "grade=misdemeanor"}, nil},
		{[]string{"statute=Cal. Penal Code 290(b)"}, nil},
		{[]string{"statute=Cal. Penal Code 16590"}, nil},
		{[]string{"statute=Cal. Penal Code 664"}, nil},
		{[]string{"statute=Cal. Penal Code 182(a)(1)"}, nil},
		{[]string{"statute=Cal. Penal Code 664/484"}, nil},
		{[]string{"statute=Cal. Penal Code 664/261"}, nil},
		{[]string{"statute=Cal. Health & Safety Code 11378", "grade=felony"}, nil},
		{[]string{"statute=Cal. Vehicle Code 23152", "grade=felony"}, nil},
		// Forcible felonies: felonies only, and not what the section also covers.
		{[]string{"statute=Fla. Stat. 782.04"}, nil},
		{[]string{"statute=Fla. Stat. 812.13", "grade=misdemeanor"}, nil},
		{[]string{"statute=Fla. Stat. 784.048(2)", "grade=felony"}, nil},
		{[]string{"statute=Fla. Stat. 784.048", "grade=felony"}, nil},
		{[]string{"statute=Fla. Stat. 794.011(8)(a)", "grade=felony"}, nil},
		{[]string{"statute=Fla. Stat. 812.131", "grade=felony"}, nil},
		{[]string{"statute=Fla. Stat. 843.01", "grade=felony"}, nil},
		// Entry is not marriage fraud.
		{[]string{"statute=8 USC 1325", "court=federal"}, nil},
		{[]string{"statute=8 USC 1325", "court=federal", "grade=felony"}, nil},
		{[]string{"statute=8 USC 1325(c)", "court=federal", "grade=misdemeanor"}, nil},
		// Another court or place.
		{[]string{"statute=Cal. Penal Code 459", "court=federal"}, nil},
		{[]string{"statute=Cal. Penal Code 459", "court=tribal", "place=us-ca"}, nil},
		{[]string{"statute=Cal. Penal Code 459", "place=us-nv"}, nil},
		{[]string{"statute=8 USC 1326", "court=state"}, nil},
		{[]string{"statute=8 USC 1326", "court=foreign"}, nil},
		{[]string{"place=us-ca", "grade=felony"}, nil},
	}
	for _, test := range tests {
		in := convicted(offenceOf(t, test.pairs...))
		out, conflicts := Fill(in)
		if diff := cmp.Diff(test.want, filled(out)); diff != "" || len(conflicts) > 0 {
			t.Errorf("%v: conflicts %v, filled (-want +got)\n%s", test.pairs, conflicts, diff)
		}
		if len(test.want) == 0 && out != in {
			t.Errorf("%v: copied, although nothing was filled", test.pairs)
		}
	}
}

func TestGivenFactsStand(t *testing.T) {
	tests := []struct {
		pairs     []string
		conflicts []string
	}{
		{[]string{"statute=Cal. Penal Code 242", "grade=misdemeanor", "wobbler=false", "listed=C"},
			[]string{"convictions[0].listed: C as given, but B by its statute (Cal. Gov. Code 7282.5(a)(3)(B)); the given value stands, check the record"}},
		{[]string{"statute=Cal. Penal Code 459", "listed=none"},
			[]string{"convictions[0].listed: none as given, but F by its statute (Cal. Gov. Code 7282.5(a)(3)(F)); the given value stands, check the record"}},
		{[]string{"statute=Fla. Stat. 812.13", "grade=felony", "forcible=false"},
			[]string{"convictions[0].forcible: false as given, but true by its statute (Fla. Stat. 776.08); the given value stands, check the record"}},
		{[]string{"statute=Cal. Penal Code 459", "listed=F"}, nil},
		{[]string{"statute=Cal. Penal Code 286(c)", "listed=AC"}, nil}, // under two letters: either is right
		{[]string{"statute=Cal. Penal Code 415", "listed=C"}, nil},     // an open list
		{[]string{"statute=Cal. Vehicle Code 23152", "listed=G", "grade=felony"}, nil},
		{[]string{"statute=8 USC 1326", "category=illegal_reentry"}, nil},
	}
	for _, test := range tests {
		in := convicted(offenceOf(t, test.pairs...))
		out, conflicts := Fill(in)
		var got []string
		for _, c := range conflicts {
			got = append(got, c.String())
		}
		if diff := cmp.Diff(test.conflicts, got); diff != "" || out != in {
			t.Errorf("%v: changed %v, conflicts (-want +got)\n%s", test.pairs, out != in, diff)
		}
	}
}

func TestListsThatWereNotSeenStayUnseen(t *testing.T) {
	c := &sallyport.Case{Convictions: sallyport.Offences{List: []sallyport.Offence{offenceOf(t, "statute=Cal. Penal Code 459")}}}
	if out, _ := Fill(c); out != c {
		t.Errorf("filled %v", out.Filled)
	}
}

func TestChargesAreFilledToo(t *testing.T) {
	c := &sallyport.Case{Charges: sallyport.Offences{Known: true, List: []sallyport.Offence{{}, offenceOf(t, "statute=Cal. Penal Code 211")}}}
	out, _ := Fill(c)
	want := []sallyport.Filled{{Path: "charges[1].listed", Source: "Cal. Gov. Code 7282.5(a)(3)(F)"}}
	if diff := cmp.Diff(want, out.Filled); diff != "" {
		t.Error(diff)
	}
}

// TestWhatWasFilledBeforeIsKeptApart: two cases that share a list of filled facts do not write into it.
func TestWhatWasFilledBeforeIsKeptApart(t *testing.T) {
	before := append(make([]sallyport.Filled, 0, 4), sallyport.Filled{Path: "convictions[0].listed", Source: "an earlier table"})
	one := convicted(offenceOf(t, "statute=Cal. Penal Code 459", "listed=F"), offenceOf(t, "statute=Cal. Penal Code 211"))
	two := convicted(offenceOf(t, "statute=Fla. Stat. 812.13", "grade=felony"))
	one.Filled, two.Filled = before, before
	first, _ := Fill(one)
	Fill(two)
	want := []sallyport.Filled{before[0], {Path: "convictions[1].listed", Source: "Cal. Gov. Code 7282.5(a)(3)(F)"}}
	if diff := cmp.Diff(want, first.Filled); diff != "" {
		t.Error(diff)
	}
}

// TestFillAddsOnly holds, for offences made up of anything, that filling twice is filling once, that what was given is
// as it was given, that nothing is filled without its source, and that the case handed in is left alone.
func TestFillAddsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := &sallyport.Case{Convictions: anyOffences(t, "convictions"), Charges: anyOffences(t, "charges")}
		before := *in
		before.Convictions.List = append([]sallyport.Offence(nil), in.Convictions.List...)
		before.Charges.List = append([]sallyport.Offence(nil), in.Charges.List...)
		once, _ := Fill(in)
		if diff := cmp.Diff(&before, in); diff != "" {
			t.Fatalf("Fill changed its argument:\n%s", diff)
		}
		twice, _ := Fill(once)
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Fatalf("filling again changed it:\n%s", diff)
		}
		added := compareLists(t, in.Convictions, once.Convictions) + compareLists(t, in.Charges, once.Charges)
		if added != len(once.Filled) {
			t.Fatalf("%d facts are new, %d are said to be filled", added, len(once.Filled))
		}
	})
}

// compareLists counts the facts that are new and fails on one that is not as it was given.
func compareLists(t *rapid.T, in, out sallyport.Offences) (added int) {
	if in.Known != out.Known || len(in.List) != len(out.List) {
		t.Fatalf("the list itself changed: %v, %v", in, out)
	}
	for i := range in.List {
		for j := range in.List[i] {
			if in.List[i][j] == out.List[i][j] {
				continue
			}
			if in.List[i][j].State != sallyport.Unknown {
				t.Fatalf("%s was given and changed", sallyport.OffenceFacts[j].Path)
			}
			added++
		}
	}
	return added
}

func anyOffences(t *rapid.T, name string) sallyport.Offences {
	list := sallyport.Offences{Known: rapid.Bool().Draw(t, name+" known")}
	for range rapid.IntRange(0, 4).Draw(t, name) {
		var o sallyport.Offence
		c := rapid.SampledFrom(read).Draw(t, "citation")
		rows, _ := Rows()
		text := rapid.SampledFrom([]string{c.text, rapid.SampledFrom(rows).Draw(t, "row").Statute.String()}).Draw(t, "statute")
		o[factStatute] = sallyport.TextValue(text)
		if rapid.Bool().Draw(t, "place known") {
			o[factPlace] = sallyport.TextValue(rapid.SampledFrom([]string{c.place, "us-ca", "us-fl", "us"}).Draw(t, "place"))
		}
		for _, path := range []string{"court", "grade", "listed", "category", "forcible", "wobbler"} {
			i := sallyport.OffenceFact(path)
			if rapid.Bool().Draw(t, path+" known") {
				o[i] = sallyport.IntValue(rapid.Int64Range(0, max(1, int64(len(sallyport.OffenceFacts[i].Values)-1))).Draw(t, path))
			}
		}
		list.List = append(list.List, o)
	}
	return list
}

func BenchmarkFill(b *testing.B) {
	c := convicted(offenceOf(b, "statute=Cal. Penal Code 245(a)(1)", "place=us-ca", "court=state", "grade=felony"))
	b.ReportAllocs()
	for b.Loop() {
		Fill(c)
	}
}

func BenchmarkFillNothing(b *testing.B) {
	c := convicted(offenceOf(b, "statute=Cal. Penal Code 245(a)(1)", "place=us-ca", "court=state", "grade=felony", "listed=A"))
	b.ReportAllocs()
	for b.Loop() {
		Fill(c)
	}
}
