package itl_test

import (
	"fmt"

	"sallyport/itl"
)

func ExampleParse() {
	first := itl.NewRecord(1, 0)
	first.SetText(2, "0500")
	first.SetText(4, "CAR")
	second := itl.NewRecord(2, 0)
	second.Set(47, []string{"20150702", "TRESPASS"}, []string{"20150703", "AFFRAY"})
	data := itl.New(first, second).Append(nil)

	tx, err := itl.Parse(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tx.TOT(), tx.Records[1].Items(47)[1][1])

	_, err = itl.Parse(data[:len(data)-5])
	fmt.Println(err)
	// Output:
	// CAR AFFRAY
	// @45: record 2 2.001 E0004: LEN says 58 bytes and 53 are left: LEN is wrong or the transaction is truncated; recompute LEN: it counts every byte of the record, its own digits and the final FS included; or read it leniently
}

func ExampleCheck() {
	first := itl.NewRecord(1, 0)
	first.SetText(2, "0500")
	first.SetText(4, "CAR")
	first.SetText(5, "20151301")
	for _, f := range itl.Check(itl.New(first)) {
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
