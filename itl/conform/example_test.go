package conform_test

import (
	"fmt"

	"sallyport/itl"
	"sallyport/itl/conform"
)

func ExampleCheck() {
	first := itl.NewRecord(1, 0)
	first.SetText(2, "0500")
	first.SetText(4, "CAR")
	first.SetText(5, "20151301")
	for _, f := range conform.Check(itl.New(first)) {
		fmt.Println(f.Field, f.Code, f.Problem)
	}
	// Output:
	// 1.005 E0002 DAT is "20151301"
	// 1.007 E0001 mandatory field DAI is missing
	// 1.008 E0001 mandatory field ORI is missing
	// 1.009 E0001 mandatory field TCN is missing
	// 1.011 E0001 mandatory field NSR is missing
	// 1.012 E0001 mandatory field NTR is missing
}
