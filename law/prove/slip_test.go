package prove_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/prove"
	"sallyport/law/trial"
)

// edited is the book with one text replaced in the file of one pack.
func edited(t *testing.T, id, old, new string) *law.Book {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(packs.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(packs.FS, name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	file := files[id+"/pack.yaml"]
	if strings.Count(string(file.Data), old) != 1 {
		t.Fatalf("%s says %d times %q", id, strings.Count(string(file.Data), old), old)
	}
	file.Data = []byte(strings.Replace(string(file.Data), old, new, 1))
	b, err := compile.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// broken lists the claims of a pack that fail, by what they say.
func broken(t *testing.T, b *law.Book, id string) map[string]*prove.Example {
	t.Helper()
	all := map[string]*prove.Example{}
	for _, c := range prove.Claims([]*law.Pack{b.Pack(id)}) {
		example, err := c.Check()
		if err != nil {
			t.Errorf("%s: %v", c.Says, err)
		}
		if example != nil {
			all[c.Says] = example
		}
	}
	return all
}

// TestASlipIsFound: what a slip of the pen in a pack lets through is found, and shown as a case that runs.
func TestASlipIsFound(t *testing.T) {
	for _, slip := range []struct{ id, at, old, new, says string }{
		{"us/pep", "2015-01-05", " && !status_offence(c)\n  - name: misdemeanor", "\n  - name: misdemeanor",
			"A state or local felony of which status is an element, alone, carries nothing."},
		{"us/pep", "2015-01-05", "is: first_priority() || second_priority()", "is: first_priority() || second_priority() || person.prior_removal",
			"A charge alone carries nothing."},
		{"us-ca/values", "2018-01-04", "(a)(1)(B)\n        sure: read CA-SB54\n        bars: \"true\"",
			"(a)(1)(B)\n        sure: read CA-SB54\n        bars: person.csar_registrant",
			"Never more permissive than us-ca/trust@2014-01-01."},
	} {
		b := edited(t, slip.id, slip.old, slip.new)
		found := broken(t, b, slip.id)
		example := found[slip.says]
		if example == nil {
			t.Errorf("%q breaks nothing", slip.new)
			continue
		}
		runs(t, b, b.Pack(slip.id).At(slip.at), example)
		if got := book(t).Pack(slip.id).At(slip.at).Judge(&example.Case).Outcome; got == sallyport.Permitted {
			t.Errorf("%q: the pack as it is permits the case, too", slip.new)
		}
	}
}

// runs holds an example against the engine, by itself and as a scenario file, and finds every fact in it needed.
func runs(t *testing.T, b *law.Book, v *law.Version, e *prove.Example) {
	t.Helper()
	if got := v.Judge(&e.Case).Outcome; got != e.Outcomes[0] {
		t.Errorf("the engine says %s, the proof %s", got, e.Outcomes[0])
	}
	var file strings.Builder
	if err := casefile.WriteScenarios(&file, e.Scenario("example", "", b, v)); err != nil {
		t.Fatal(err)
	}
	scenarios, err := casefile.Scenarios("example.yaml", strings.NewReader(file.String()))
	if err != nil {
		t.Fatalf("%v in\n%s", err, file.String())
	}
	if r := trial.Run(b, &scenarios[0]); r.Verdict != trial.Passed {
		t.Errorf("%v in\n%s", r.Differences, file.String())
	}
}

// TestTheExampleIsReadable: one short case, as counsel reads it, with the slip in plain sight.
func TestTheExampleIsReadable(t *testing.T) {
	b := edited(t, "us/pep", " && !status_offence(c)\n  - name: misdemeanor", "\n  - name: misdemeanor")
	example := broken(t, b, "us/pep")["A state or local felony of which status is an element, alone, carries nothing."]
	if example == nil {
		t.Fatal("the slip is not found")
	}
	s := example.Scenario("slip", "", b, b.Pack("us/pep").At("2015-05-06"))
	if n := len(s.Case.Convictions.List); n != 1 || s.Case.Charges.Known {
		t.Errorf("%d convictions, charges seen: %t; one conviction is enough", n, s.Case.Charges.Known)
	}
	var got strings.Builder
	if err := casefile.WriteScenarios(&got, s); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"      grade: felony\n", "      status_element: true\n", "  doors: {us: permitted}\n"} {
		if !strings.Contains(got.String(), line) {
			t.Errorf("no %q in it", line)
		}
	}
	if lines := strings.Count(got.String(), "\n"); lines > 32 || t.Failed() {
		t.Errorf("%d lines:\n%s", lines, got.String())
	}
}
