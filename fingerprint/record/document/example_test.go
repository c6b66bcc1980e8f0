package document_test

import (
	"encoding/json"
	"fmt"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
	"sallyport/fingerprint/record/document"
)

// The content of a record as JSON.
func ExampleOf() {
	r := record.FromTemplate(&fingerprint.Template{Width: 300, Height: 400, Finger: 7, Minutiae: []fingerprint.Minutia{
		{X: 10, Y: 20, Direction: 64, Kind: fingerprint.Ending, Quality: 90}}})
	text, err := json.Marshal(document.Of(r).Fingerprints[0].Minutiae)
	fmt.Println(document.FingerName(r.Views[0].Finger), string(text), err)
	// Output: LEFT_INDEX [{"type":"ENDING","positionX":10,"positionY":20,"angle":64,"quality":90}] <nil>
}
