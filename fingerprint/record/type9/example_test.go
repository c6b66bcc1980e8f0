package type9_test

import (
	"fmt"

	"sallyport/fingerprint/record"
	"sallyport/fingerprint/record/document"
	"sallyport/fingerprint/record/type9"
	"sallyport/itl"
)

// A Type-9 record becomes a record of ANSI INCITS 378-2009, for an engine that knows no transactions.
func Example() {
	minutiae := itl.NewRecord(9, 1)
	for field, value := range map[int]string{
		3: "1", 4: "U", 128: "500", 129: "500", 130: "1", 131: "500", 132: "500", 133: "0", 134: "02", 136: "1",
	} {
		minutiae.SetText(field, value)
	}
	minutiae.Set(137, []string{"001", "240", "251", "45", "1", "88"})

	r, err := type9.Read(itl.New(itl.NewRecord(1, 0), minutiae))
	if err != nil {
		fmt.Println(err)
		return
	}
	ansi, lost, err := r.Convert(record.ANSI2009)
	if err != nil {
		fmt.Println(err)
		return
	}
	v := ansi.Views[0]
	fmt.Println(document.FingerName(v.Finger), v.XDensity, "pixels/cm, lost:", len(lost))
	fmt.Println(v.Minutiae[0].X, v.Minutiae[0].Y, v.Minutiae[0].Angle.Degrees(), v.Minutiae[0].Quality)
	// Output:
	// RIGHT_INDEX 197 pixels/cm, lost: 0
	// 240 251 90 88
}
