package main

import (
	"io"

	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

type lawCompileCmd struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Pack files, or folders of them, to take beside those built in."`
	Out   string   `required:"" placeholder:"FILE" help:"Where to write the compiled form."`
}

// Help is the example on the command's help page.
func (lawCompileCmd) Help() string {
	return "Example: sallyport law compile --out packs.law\n\n" +
		"The form decides without a parser: law.Load reads it, in a browser as on a server."
}

// Run compiles the packs from their texts and writes the form.
func (c lawCompileCmd) Run(streams) error {
	book, _, err := bookWith(c.Paths)
	if err != nil {
		return err
	}
	origin := packs.Digest()
	if len(c.Paths) > 0 {
		origin = ""
	}
	return writeFile(c.Out, func(w io.Writer) error {
		_, err := w.Write(book.Form(origin))
		return err
	})
}

// theBook is the law built into the program: its compiled form, or, while a pack is being edited and the form is behind its
// text, the text.
func theBook() (*law.Book, error) {
	book, err := packs.Book()
	if err == nil && book.Origin == packs.Digest() {
		return book, nil
	}
	return compile.Load(packs.FS)
}
