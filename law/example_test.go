package law_test

import (
	"fmt"
	"strings"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law/packs"
)

// Load the packs that come with the program, read a case, decide it.
func ExampleBook_Decide() {
	book, err := packs.Book()
	if err != nil {
		fmt.Println(err)
		return
	}
	text := `
v: 1
at: 2015-09-10T10:00:00-05:00
agency: us-il/cook
agency_kind: county_jail
request: {action: notify, form: I-247N, warrant: none, purpose: civil_immigration}
officer: {fod_national_security: true}
person: {us_citizen: false, citizenship_indicated: false, removable: true}
`
	err = casefile.Cases("example", strings.NewReader(text), func(c *sallyport.Case, err error) error {
		if err != nil {
			return err
		}
		d := book.Decide(c)
		fmt.Println(d.Outcome)
		for _, door := range d.Doors {
			fmt.Println(door.Pack, door.Outcome)
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// refused
	// us/pep permitted
	// us-il/cook/46-37 refused
}

// A case can be made of Go values: facts by path, the rest unknown.
func ExampleVersion_Judge() {
	book, err := packs.Book()
	if err != nil {
		fmt.Println(err)
		return
	}
	c := &sallyport.Case{Agency: "us-ca/los-angeles"}
	for path, value := range map[string]string{"request.action": "hold", "agency_kind": "county_jail"} {
		i := sallyport.CaseFact(path)
		c.Facts[i], _ = sallyport.CaseFacts[i].EnumValue(value)
	}
	door := book.Pack("us-ca/values").At("2019-03-01").Judge(c)
	fmt.Println(door.Outcome, door.Rules[0].ID)
	// Output:
	// refused us-ca.values-2018.hold
}
