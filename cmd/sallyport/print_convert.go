package main

import "fmt"

type printConvertCmd struct {
	In      string `arg:"" help:"Minutiae record, or a transaction with Type-9 records."`
	Out     string `arg:"" help:"Record to write; a transaction for type9."`
	Format  string `required:"" enum:"iso2005,iso2011,ansi2004,ansi2009,ansi2009am1,type9" help:"Form of the record: ${enum}."`
	Lenient bool   `help:"Repair what can be repaired and say what was."`
}

func (printConvertCmd) Help() string {
	return "Example: sallyport print convert finger.iso finger.fmr --format ansi2004\n\n" +
		"The format of IN is found out. What the new format cannot hold is listed as lost. A sound record converted to its own format is copied byte for byte; a defective one, with --lenient, comes out sound."
}

// Run writes the record and says on the standard error what was repaired and what is lost.
func (c *printConvertCmd) Run(std streams) error {
	r, repairs, err := readRecord(c.In, c.Lenient)
	if err != nil {
		return err
	}
	printRepairs(std.err, c.In, repairs)
	lost, err := writeRecord(c.Out, r, c.Format)
	if err != nil {
		return badInput(fmt.Errorf("%s: %w", c.In, err))
	}
	for _, l := range lost {
		fmt.Fprintf(std.err, "%s: lost: %s\n", c.In, l)
	}
	return nil
}
