package source

import (
	"fmt"

	"sallyport"
	"sallyport/backtest/cell"
	"sallyport/backtest/place"
)

// Action is what is asked of the jail, by every row of a file that does not say it itself.
type Action string

// ByForm takes the action from the form: a notice with an I-247N or I-247G, a transfer with an I-247X, a hold with any other.
const ByForm Action = ""

// actions by the form.
var formActions = map[string]string{
	"I-247": "hold", "I-247D": "hold", "I-247A": "hold", "I-247N": "notify", "I-247G": "notify", "I-247X": "transfer",
}

// check refuses an action that a case cannot have.
func (a Action) check() error {
	if a == ByForm {
		return nil
	}
	if _, err := sallyport.CaseFacts[factAction].EnumValue(string(a)); err != nil {
		return fmt.Errorf("action: %w", err)
	}
	return nil
}

// Facts that the readers fill.
var (
	factKind       = sallyport.CaseFact("agency_kind")
	factAction     = sallyport.CaseFact("request.action")
	factForm       = sallyport.CaseFact("request.form")
	factLent       = sallyport.CaseFact("request.lent_by_dhs")
	factFinalOrder = sallyport.CaseFact("person.final_order")
)

// enum is a value that the program itself names.
func enum(fact int, name string) sallyport.Value {
	v, err := sallyport.CaseFacts[fact].EnumValue(name)
	if err != nil {
		return sallyport.Value{}
	}
	return v
}

// requests fills what every file of federal requests says: where, when, on which form.
type requests struct {
	places *place.Table
	action Action
}

// place fills the custodian.
func (r *requests) place(row *Row, c *sallyport.Case) {
	row.Custodian = r.places.Custodian(row.Facility, row.City, row.State)
	c.Agency = row.Custodian.Agency
	if row.Custodian.Kind != "" {
		c.Facts[factKind] = enum(factKind, row.Custodian.Kind)
	}
}

// when fills the moment and the month.
func (r *requests) when(row *Row, c *sallyport.Case, d cell.Day) {
	c.At = d.At(zoneOf(c.Agency, place.StateCode(row.State)))
	row.Month = d.Year*100 + d.Month
}

// form fills the form and what it asks for; ok is false for a text that names no form.
func (r *requests) form(row *Row, c *sallyport.Case) (ok bool) {
	form, ok := formOf(row.Form)
	if ok {
		c.Facts[factForm] = enum(factForm, form)
	}
	action := string(r.action)
	if r.action == ByForm {
		action = formActions[form]
	}
	if action != "" {
		c.Facts[factAction] = enum(factAction, action)
	}
	return ok || row.Form == ""
}
