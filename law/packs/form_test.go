package packs_test

import (
	"testing"

	"sallyport/law/packs"
)

// TestTheFormIsOfThesePacks: whoever changes a pack writes its compiled form anew, or the program would start by
// compiling every pack and a browser would decide by the law of before.
func TestTheFormIsOfThesePacks(t *testing.T) {
	b, err := packs.Book()
	if err != nil {
		t.Fatalf("%v\nrun go generate ./law/packs", err)
	}
	if b.Origin != packs.Digest() {
		t.Fatal("packs.law was made from other texts: run go generate ./law/packs")
	}
	if origin := packs.Digest(); string(book(t).Form(origin)) != string(b.Form(origin)) {
		t.Error("packs.law was made by another compiler: run go generate ./law/packs")
	}
}
