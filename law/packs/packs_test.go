package packs_test

import (
	"testing"

	"sallyport/law/compile"
	"sallyport/law/packs"
)

func TestEveryPackCompiles(t *testing.T) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Packs) == 0 {
		t.Fatal("no pack found")
	}
}
