// Witnessed says who has cosigned the log as it is published now, and whether that is enough: witnessed POLICY URL
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"

	"sallyport/proof"
)

func main() {
	policy := must(proof.ParsePolicy(must(os.ReadFile(os.Args[1]))))
	answer := must(http.Get(os.Args[2] + "/checkpoint"))
	signed := must(io.ReadAll(io.LimitReader(answer.Body, proof.MaxNote)))
	checkpoint, cosigned, err := policy.Check(signed)
	if err != nil && !errors.Is(err, proof.ErrQuorum) {
		log.Fatal(err) // not that log's
	}
	fmt.Printf("%s has %d entries. Cosigned by: %s. Enough: %v.\n", checkpoint.Origin, checkpoint.Size, cosigned, err == nil)
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
