package main

import (
	"fmt"

	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

// theBook compiles the packs built into the program.
func theBook() (*law.Book, error) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		return nil, fmt.Errorf("the packs built into this program do not compile: %w", err)
	}
	return book, nil
}
