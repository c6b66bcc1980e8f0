package record_test

import (
	"fmt"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
	"sallyport/fingerprint/record/document"
)

// finger is a record as a capture station would send it.
func finger() []byte {
	r := record.FromTemplate(&fingerprint.Template{Width: 300, Height: 400, Finger: 7, Quality: 80, Minutiae: []fingerprint.Minutia{
		{X: 120, Y: 210, Direction: 35, Kind: fingerprint.Ending, Quality: 90},
		{X: 64, Y: 300, Direction: 200, Kind: fingerprint.Bifurcation},
	}})
	data, err := r.Append(nil)
	if err != nil {
		panic(err)
	}
	return data
}

// Read finds out which format a record is in.
func ExampleRead() {
	r, err := record.Read(finger())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Format.Title())
	for _, v := range r.Views {
		fmt.Println(document.FingerName(v.Finger), v.Width, "×", v.Height, "pixels")
		for _, m := range v.Minutiae {
			fmt.Printf("%v at (%d, %d), %.1f°\n", m.Kind, m.X, m.Y, m.Angle.Degrees())
		}
	}
	// Output:
	// ISO/IEC 19794-2:2005
	// LEFT_INDEX 300 × 400 pixels
	// ending at (120, 210), 49.2°
	// bifurcation at (64, 300), 281.2°
}

// ReadLenient reads what Read refuses, and says what it repaired.
func ExampleReadLenient() {
	data := finger()
	data[24] = 77 // there is no such finger

	_, err := record.Read(data)
	fmt.Println(err)
	r, repairs, err := record.ReadLenient(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(&repairs[0])
	fmt.Println(document.FingerName(r.Views[0].Finger))
	// Output:
	// @24: view 1 finger position: 77 is none of ISO/IEC 19794-2:2005; have it corrected, or read leniently, which takes it as unknown
	// @24: view 1 finger position: 77 is none of ISO/IEC 19794-2:2005; repaired: takes it as unknown
	// UNKNOWN
}

// Convert says what the other format cannot hold.
func ExampleRecord_Convert() {
	r, err := record.Read(finger())
	if err != nil {
		fmt.Println(err)
		return
	}
	ansi, lost, err := r.Convert(record.ANSI2004)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range lost {
		fmt.Println("lost:", l)
	}
	data, err := ansi.Append(nil)
	fmt.Printf("%d bytes, %v\n", len(data), err)
	// Output:
	// lost: angle rounded to units of 2 degrees (2 ×)
	// 44 bytes, <nil>
}
