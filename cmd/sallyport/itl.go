package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sallyport/itl"
	"sallyport/itl/conform"
)

// itlCmd groups the commands on ANSI/NIST-ITL transactions.
type itlCmd struct {
	Show    itlShowCmd    `cmd:"" help:"Show every field of a transaction."`
	Check   itlCheckCmd   `cmd:"" help:"List what is wrong with a transaction, with byte, field and FBI error code."`
	Rewrite itlRewriteCmd `cmd:"" help:"Read a transaction and write it again."`
	Images  itlImagesCmd  `cmd:"" help:"Write the images of a transaction into files, as they are."`
	ToXML   itlToXMLCmd   `cmd:"" name:"to-xml" help:"Write a transaction in the XML encoding (NIEM)."`
	FromXML itlFromXMLCmd `cmd:"" name:"from-xml" help:"Write a transaction in XML in the traditional encoding."`
}

// readTransaction reads a file strictly; what is wrong with it is bad input.
func readTransaction(path string) (*itl.Transaction, error) {
	data, err := readInput(path)
	if err != nil {
		return nil, err
	}
	tx, err := itl.Parse(data)
	if err != nil {
		return nil, badInput(fmt.Errorf("%s:%w", path, err))
	}
	return tx, nil
}

type itlShowCmd struct {
	File string `arg:"" help:"Transaction file."`
	JSON bool   `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (itlShowCmd) Help() string { return "Example: sallyport itl show --json card.eft" }

// Run prints a line for each field, or the document.
func (c itlShowCmd) Run(std streams) error {
	tx, err := readTransaction(c.File)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(std.out).Encode(tx.Document())
	}
	return tx.Document().WriteText(std.out)
}

type itlRewriteCmd struct {
	In        string `arg:"" help:"Transaction file."`
	Out       string `arg:"" help:"File to write."`
	Normalize bool   `help:"Three-digit tags, plain lengths, two-digit IDCs, no empty items at the end."`
}

// Help is the example on the command's help page.
func (itlRewriteCmd) Help() string {
	return "Example: sallyport itl rewrite --normalize old.eft new.eft\n\nWithout --normalize the copy is byte for byte the same."
}

// Run writes the transaction.
func (c itlRewriteCmd) Run() error {
	tx, err := readTransaction(c.In)
	if err != nil {
		return err
	}
	if c.Normalize {
		tx.Normalize()
	}
	return writeFile(c.Out, func(w io.Writer) error {
		_, err := w.Write(tx.Append(nil))
		return err
	})
}

type itlImagesCmd struct {
	File string `arg:"" help:"Transaction file."`
	Out  string `required:"" placeholder:"DIR" help:"Folder for the images."`
}

// Help is the example on the command's help page.
func (itlImagesCmd) Help() string {
	return "Example: sallyport itl images card.eft --out images\n\n" +
		"Files are named RECORD-tTYPE[-fFINGER].FORMAT, such as 03-t4-f01.wsq, and hold the image as it is. JPEG 2000 is written like any\n" +
		"other; its pixels are not decoded by this program, and standard error says so."
}

// Run writes each image and prints its file's name.
func (c itlImagesCmd) Run(std streams) error {
	tx, err := readTransaction(c.File)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for i := range tx.Records {
		img, ok := tx.Records[i].Image()
		if !ok {
			continue
		}
		path := filepath.Join(c.Out, imageName(i+1, tx.Records[i].Type, img))
		if err := writeFile(path, func(w io.Writer) error { _, err := w.Write(img.Data); return err }); err != nil {
			return err
		}
		fmt.Fprintln(std.out, path)
	}
	for _, line := range conform.Undecoded(tx) {
		fmt.Fprintf(std.err, "%s: %s\n", c.File, line)
	}
	return nil
}

func imageName(number, recordType int, img itl.Image) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%02d-t%d", number, recordType)
	if len(img.Fingers) > 0 {
		fmt.Fprintf(&b, "-f%02d", img.Fingers[0])
	}
	return b.String() + "." + img.Format
}
