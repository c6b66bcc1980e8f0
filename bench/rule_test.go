package bench

import (
	"embed"
	"io/fs"
	"slices"
	"sync"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/tree"
)

// texts are the rule of nine tests as each engine writes it, and a pack's condition as cel-go writes it.
//
//go:embed testdata
var texts embed.FS

func text(t testing.TB, name string) string {
	t.Helper()
	b, err := texts.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// rule is one condition that is measured: ours, and its translation for cel-go.
type rule struct {
	name      string
	condition batch.Condition
	version   *law.Version // the text it stands in, with the stops that no text can leave out
	action    string
	reads     []tree.Ref // the facts that the condition reads
	cel       string     // the file with the same condition for cel-go
}

// nine is the rule of nine tests. Every engine answers it.
func nine(t testing.TB) rule {
	t.Helper()
	files, err := fs.Sub(texts, "testdata")
	if err != nil {
		t.Fatal(err)
	}
	b, err := compile.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	version := b.Packs[0].Versions[0]
	condition := batch.Of(version, "notify")
	condition.Holds = version.Rules[0].When // without the stops, which the other engines do not have
	return rule{"nine", condition, version, "notify", factsOf(condition.Holds, nil), "nine.cel"}
}

// pepHold is a real pack on one action: whether the programme of 2015 lets a person be held.
func pepHold(t testing.TB) rule {
	t.Helper()
	version := book(t).Pack("us/pep").At("2015-06-01")
	condition := batch.Of(version, "hold")
	return rule{"pep-hold", condition, version, "hold", factsOf(condition.Holds, nil), "pep-hold.cel"}
}

// factsOf adds the facts that e reads to all.
func factsOf(e *tree.Expr, all []tree.Ref) []tree.Ref {
	var found []tree.Ref
	if e.Op == tree.OpAtom {
		found = e.Atom.Refs
	}
	if e.Op == tree.OpDistinct {
		found = []tree.Ref{{Offence: true, Fact: e.Key}}
	}
	for _, ref := range found {
		if !slices.Contains(all, ref) {
			all = append(all, ref)
		}
	}
	for _, arg := range e.Args {
		all = factsOf(arg, all)
	}
	return all
}

func describe(r tree.Ref) *sallyport.Fact {
	if r.Offence {
		return &sallyport.OffenceFacts[r.Fact]
	}
	return &sallyport.CaseFacts[r.Fact]
}

// book is the law as the packs have it.
func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := compiledPacks()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var compiledPacks = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })
