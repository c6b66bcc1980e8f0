// Command browser decides invented cases from a compiled form and prints a hash of what came out, so that a test can
// compare a browser's engine with a server's. It knows neither pack files nor a parser.
package main

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	_ "time/tzdata" // a browser has no zone table of its own

	"sallyport/law"
	"sallyport/law/lawtest"
)

func main() {
	form, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	book, err := law.Load(form)
	if err != nil {
		panic(err)
	}
	count, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	h := sha256.New()
	for seed := range count {
		r := rand.New(rand.NewPCG(uint64(seed), 33))
		c := lawtest.Case(r)
		lawtest.Forget(r, c, 0.05)
		d := book.Decide(c)
		hold := d.Hold
		d.Hold = nil // a pointer is printed as an address
		fmt.Fprintf(h, "%+v %+v\n", d, hold)
	}
	fmt.Printf("%x\n", h.Sum(nil))
}
