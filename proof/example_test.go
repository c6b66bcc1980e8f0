package proof_test

import (
	"fmt"
	"os"

	"sallyport/proof"
)

// A checkpoint, with the policy of a reader who asks that three witnesses have cosigned it.
func ExamplePolicy_Check() {
	policy, err := proof.ParsePolicy(read("testdata/interop/policy"))
	if err != nil {
		fmt.Println(err)
		return
	}
	checkpoint, cosigned, err := policy.Check(read("testdata/interop/checkpoint"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(checkpoint.Origin, "has", checkpoint.Size, "entries")
	for _, one := range cosigned {
		fmt.Println("seen by", one.Witness, "on", one.At.Format("2 January 2006"))
	}
	// Output:
	// log.example.org/interop has 9 entries
	// seen by omni on 27 November 2026
	// seen by omni-pq on 27 November 2026
	// seen by torchwood on 27 November 2026
}

func read(name string) []byte {
	text, err := os.ReadFile(name)
	if err != nil {
		fmt.Println(err)
	}
	return text
}
