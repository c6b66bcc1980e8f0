package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"sallyport/itl"
	"sallyport/itl/niem"
)

type itlToXMLCmd struct {
	In      string `arg:"" help:"Transaction file in the traditional encoding."`
	Out     string `arg:"" help:"XML file to write."`
	Edition string `enum:"2011,2008" default:"2011" help:"2011: ANSI/NIST-ITL 1-2011 with EBTS 10.0. 2008: ANSI/NIST-ITL 2-2008."`
}

// Help is the example on the command's help page.
func (itlToXMLCmd) Help() string {
	return "Example: sallyport itl to-xml card.eft card.xml\n\n" +
		"What the schemas have no element for goes into tr:TraditionalFields, so that nothing is lost."
}

// Run writes the transaction as XML.
func (c itlToXMLCmd) Run() error {
	tx, err := readTransaction(c.In)
	if err != nil {
		return err
	}
	edition := map[string]niem.Edition{"2011": niem.ITL2011, "2008": niem.ITL2008}[c.Edition]
	return writeFile(c.Out, func(w io.Writer) error { return niem.WriteEdition(w, tx, edition) })
}

type itlFromXMLCmd struct {
	In      string `arg:"" help:"XML file, of either edition."`
	Out     string `arg:"" help:"Transaction file to write in the traditional encoding."`
	Lenient bool   `help:"Leave out what has no place in the traditional encoding, and list it."`
}

// Help is the example on the command's help page.
func (itlFromXMLCmd) Help() string {
	return "Example: sallyport itl from-xml card.xml card.eft\n\nWithout --lenient nothing of the XML is left out."
}

// Run writes the transaction in the traditional encoding; what was left out goes to standard error.
func (c itlFromXMLCmd) Run(std streams) error {
	in, err := os.Open(c.In)
	if err != nil {
		return unreadable(c.In, err)
	}
	defer in.Close()
	var tx *itl.Transaction
	var left []niem.Finding
	if c.Lenient {
		tx, left, err = niem.ReadLenient(in)
	} else {
		tx, err = niem.Read(in)
	}
	for _, f := range left {
		fmt.Fprintf(std.err, "%s:%s (left out)\n", c.In, f.Error())
	}
	if finding, ok := errors.AsType[*niem.Finding](err); ok {
		return badInput(fmt.Errorf("%s:%w", c.In, finding))
	}
	if err != nil {
		return badInput(err)
	}
	return writeFile(c.Out, func(w io.Writer) error {
		_, err := tx.WriteTo(w)
		return err
	})
}
