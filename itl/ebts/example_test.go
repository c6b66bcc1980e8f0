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
