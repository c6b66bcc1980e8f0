package ebts_test

import (
	"fmt"
	"image"
	"time"

	"sallyport/itl"
	"sallyport/itl/ebts"
)

func ExampleCAR_Transaction() {
	on := time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)
	thumb, err := ebts.NewPrint(1, true, image.NewGray(image.Rect(0, 0, 500, 500)))
	if err != nil {
		fmt.Println(err)
		return
	}
	car := ebts.CAR{
		Control: ebts.Control{TCN: "ALDER2015070200017", DAI: "WVIAFIS0Z", ORI: "XX0001000", Date: on},
		CRI:     []string{"XX0001099"},
		Person: ebts.Person{Name: "NOBODY,IDA", Birth: []string{"19900101"}, POB: "XX", Sex: "F", Race: "U",
			HGT: "505", WGT: "140", Eyes: "BRO", Hair: "BLK"},
		Arrest:  on,
		Charges: []ebts.Charge{{Date: on, Offense: "TRESPASS"}},
		Prints:  []ebts.Print{thumb},
	}
	tx, err := car.Transaction()
	if err != nil {
		fmt.Println(err)
		return
	}
	read, err := itl.Parse(tx.Append(nil))
	if err != nil {
		fmt.Println(err)
		return
	}
	back, err := ebts.ParseCAR(read)
	fmt.Println(back.TCN, back.Person.Name, back.Prints[0].Finger, err)
	// Output: ALDER2015070200017 NOBODY,IDA 1 <nil>
}

// An answer to a submission that matched nobody.
func ExampleSRE_Transaction() {
	answer := ebts.SRE{
		Control: ebts.Control{TCN: "HUB2015070200000042", TCR: "ALDER2015070200017", DAI: "XX0001000", ORI: "WVIAFIS0Z",
			Date: time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)},
		Result: "N", Name: "NOBODY,IDA", CRI: []string{"XX0001099"},
	}
	tx, err := answer.Transaction()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tx.TOT(), tx.TCR(), tx.Records[1].Text(59))

	answer.TCR = ""
	_, err = answer.Transaction()
	fmt.Println(err)
	// Output:
	// SRE ALDER2015070200017 N
	// SRE: 1.010 E0001: mandatory field TCR is missing: SRE is an answer; add the TCN of the transaction that it answers
}

// An answer to a submission whose prints could not be used.
func ExampleERRT_Transaction() {
	answer := ebts.ERRT{
		Control: ebts.Control{TCN: "HUB2015070200000043", TCR: "ALDER2015070200017", DAI: "XX0001000", ORI: "WVIAFIS0Z",
			Date: time.Date(2015, 7, 2, 0, 0, 0, 0, time.UTC)},
		Messages: []string{"L0008 - The quality of the characteristics is too low to be used", "L0059 - Finger 1 occurs twice"},
	}
	tx, err := answer.Transaction()
	if err != nil {
		fmt.Println(err)
		return
	}
	back, err := ebts.ParseERRT(tx)
	fmt.Println(back.TCR, len(back.Messages), back.Messages[1], err)
	// Output: ALDER2015070200017 2 L0059 - Finger 1 occurs twice <nil>
}
