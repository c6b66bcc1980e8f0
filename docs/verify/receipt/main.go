// Receipt checks, offline, what a served copy says against a log that the policy believes: receipt POLICY BUNDLE < CODE
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"sallyport/proof"
)

func main() {
	policy := must(proof.ParsePolicy(must(os.ReadFile(os.Args[1]))))
	bundle := must(proof.ParseBundle(must(os.ReadFile(os.Args[2]))))
	code := must(proof.ParseCode(string(must(io.ReadAll(os.Stdin))))) // from the paper, and not on the command line
	receipt := must(bundle.Open(code, policy))
	if receipt.Quorum != nil {
		log.Print(receipt.Quorum) // everything else holds
	}
	said := receipt.Statement.Statement
	fmt.Printf("%s: %s on form %s, received %s; the agency: %s\n", said.Place, said.Action, said.Form, said.Received, said.Answer)
	for _, line := range append([]proof.Entry{receipt.Statement}, receipt.Later...) {
		fmt.Printf("entry %d of %s: %s, %s\n", line.Index, receipt.Checkpoint.Origin, line.Kind, line.At)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
