package law_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
)

func compiled(t testing.TB) *law.Book {
	t.Helper()
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// TestALoadedBookDecidesAlike writes the packs out, loads them, and compares every word of many decisions.
func TestALoadedBookDecidesAlike(t *testing.T) {
	book := compiled(t)
	form := book.Form("here")
	loaded, err := law.Load(form)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Origin != "here" {
		t.Errorf("origin %q", loaded.Origin)
	}
	if !bytes.Equal(loaded.Form("here"), form) {
		t.Error("the loaded book has another form")
	}
	for field, n := range filled(book) {
		if got := filled(loaded)[field]; got != n {
			t.Errorf("%s is given %d times in the compiled packs, %d times in the loaded ones", field, n, got)
		}
	}
	for seed := range 2000 {
		r := rand.New(rand.NewPCG(uint64(seed), 21))
		c := lawtest.Case(r)
		lawtest.Forget(r, c, 0.05)
		if diff := cmp.Diff(book.Decide(c), loaded.Decide(c)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
	t.Logf("%d packs in %d bytes", len(book.Packs), len(form))
}

// filled counts how often each exported field of the book's parts is given, so that a field that a form forgets is found.
func filled(b *law.Book) map[string]int {
	counts := map[string]int{}
	count := func(part any) { // a pointer
		v := reflect.ValueOf(part).Elem()
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && f.Name != "Source" && !v.Field(i).IsZero() && (v.Field(i).Kind() != reflect.Map || v.Field(i).Len() > 0) {
				counts[v.Type().Name()+"."+f.Name]++
			}
		}
	}
	for _, p := range b.Packs {
		count(p)
		for i := range p.Terms {
			count(&p.Terms[i])
		}
		for i := range p.Questions {
			count(&p.Questions[i])
		}
		for _, v := range p.Versions {
			count(v)
			for _, r := range v.Rules {
				count(r)
			}
			for i := range v.Never {
				count(&v.Never[i])
			}
		}
	}
	return counts
}

// TestFormsCutShort loads every beginning of a form: each is an error, none a panic.
func TestFormsCutShort(t *testing.T) {
	form := compiled(t).Form("")
	for n := range form {
		if n > 4000 && n%97 != 0 {
			continue
		}
		if _, err := law.Load(form[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes load", n, len(form))
		}
	}
}

// FuzzLoad damages forms. What still loads decides without a panic.
func FuzzLoad(f *testing.F) {
	form := compiled(f).Form("")
	f.Add(uint32(20), byte(1))
	f.Add(uint32(5000), byte(255))
	c := lawtest.Case(rand.New(rand.NewPCG(1, 1)))
	f.Fuzz(func(t *testing.T, at uint32, with byte) {
		damaged := bytes.Clone(form)
		damaged[int(at)%len(form)] ^= with
		if book, err := law.Load(damaged); err == nil {
			book.Decide(c)
			if len(book.Packs) > 0 {
				for _, v := range book.Packs[int(at)%len(book.Packs)].Versions {
					v.Judge(c)
				}
			}
		}
	})
}
