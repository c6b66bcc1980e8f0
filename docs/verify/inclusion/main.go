// Inclusion checks, offline, that a log that the policy believes has an entry: inclusion POLICY FILE.tlog-proof ENTRY
package main

import (
	"fmt"
	"log"
	"os"

	"sallyport/proof"
)

func main() {
	policy := must(proof.ParsePolicy(must(os.ReadFile(os.Args[1]))))
	inclusion := must(proof.ParseInclusion(must(os.ReadFile(os.Args[2]))))
	checkpoint, cosigned, err := inclusion.Check(policy, must(os.ReadFile(os.Args[3])))
	if err != nil {
		log.Fatal(err) // not that log's, not that entry, or not witnessed
	}
	fmt.Printf("%s has it as entry %d of %d. Cosigned by: %s.\n", checkpoint.Origin, inclusion.Index, checkpoint.Size, cosigned)
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
