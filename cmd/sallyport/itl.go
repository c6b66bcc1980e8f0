package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/ebts"
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
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, badInput(err)
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

type itlCheckCmd struct {
	File    string `arg:"" help:"Transaction file."`
	Lenient bool   `help:"Repair what can be repaired and list it, then check the rest."`
	JSON    bool   `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (itlCheckCmd) Help() string {
	return "Example: sallyport itl check --lenient card.eft\n\n" +
		"Exit status 0 when nothing is wrong, 1 with findings, 2 when the file is not such a transaction at all."
}

// Run prints repairs and findings, one a line.
func (c itlCheckCmd) Run(std streams) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return badInput(err)
	}
	report, err := c.check(data)
	if err != nil {
		return badInput(fmt.Errorf("%s:%w", c.File, err))
	}
	if c.JSON {
		err = json.NewEncoder(std.out).Encode(report)
	} else {
		err = report.write(std.out, c.File)
	}
	if err == nil && len(report.Repairs)+len(report.Findings) > 0 {
		return findings()
	}
	return err
}

// itlReport is what `itl check --json` prints.
type itlReport struct {
	Repairs  []itl.Finding `json:"repairs"`
	Findings []itl.Finding `json:"findings"`
}

// check parses and checks; the error says that data is no transaction at all.
func (c itlCheckCmd) check(data []byte) (itlReport, error) {
	report := itlReport{Repairs: []itl.Finding{}, Findings: []itl.Finding{}}
	var tx *itl.Transaction
	var err error
	if c.Lenient {
		var repairs []itl.Finding
		tx, repairs, err = itl.ParseLenient(data)
		report.Repairs = append(report.Repairs, repairs...)
	} else {
		tx, err = itl.Parse(data)
	}
	if errors.Is(err, itl.ErrFormat) {
		return report, err
	}
	if finding, ok := errors.AsType[*itl.Finding](err); ok {
		report.Findings = append(report.Findings, *finding)
		return report, nil
	}
	report.Findings = append(report.Findings, conform.Check(tx)...)
	report.Findings = append(report.Findings, conform.Images(tx)...)
	report.Findings = append(report.Findings, ebts.Check(tx)...)
	return report, err
}

func (r itlReport) write(w io.Writer, file string) error {
	for _, f := range r.Repairs {
		if _, err := fmt.Fprintf(w, "%s:%s (repaired)\n", file, f.Error()); err != nil {
			return err
		}
	}
	for _, f := range r.Findings {
		if _, err := fmt.Fprintf(w, "%s:%s\n", file, f.Error()); err != nil {
			return err
		}
	}
	return nil
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
		"Files are named RECORD-tTYPE[-fFINGER].FORMAT, such as 03-t4-f01.wsq."
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
