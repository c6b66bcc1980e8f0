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
	// @45: record 2 2.001 E0004: LEN says 58 bytes and 53 are left: LEN is wrong or the transaction is truncated; ask the sender for the file again
}

// A wrong LEN is explained, and a lenient reading repairs it.
func ExampleParseLenient() {
	data := []byte("1.001:40\x1d1.002:0500\x1d1.003:1\x1f0\x1c")
	_, err := itl.Parse(data)
	fmt.Println(err)

	tx, repairs, err := itl.ParseLenient(data)
	fmt.Println(len(repairs), repairs[0].Kind, tx.First().Text(1), err)
	// Output:
	// @0: record 1 1.001 E0004: LEN says 40 bytes and the record has 30; recompute LEN: it counts every byte of the record, its own digits and the final FS included; or read it leniently
	// 1 length 30 <nil>
}
