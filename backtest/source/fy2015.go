package source

import (
	"sallyport/backtest/cell"
	"sallyport/backtest/place"
)

// fy2015 reads the file of every request of October 2014 to July 2015 (released by NPR): prepare date, form, facility, state,
// city, lift reason. It says nothing about the person.
type fy2015 struct{ requests }

const (
	fyDate = iota
	fyForm
	fyFacility
	fyState
	fyCity
	fyLift
)

func (fy2015) columns() []wanted {
	return []wanted{
		fyDate:     {[]string{"prepare_date"}, true},
		fyForm:     {[]string{"detainer_type"}, true},
		fyFacility: {[]string{"detainer_detention_facility"}, true},
		fyState:    {[]string{"state"}, true},
		fyCity:     {[]string{"city"}, true},
		fyLift:     {[]string{"detainer_lift_reason"}, true},
	}
}

func (fy2015) extras() []string { return nil }

func (f *fy2015) row(b *Batch, cells []string, pos position) {
	d, ok := b.prepared("Prepare Date", cell.Given(cells[fyDate]), pos, cell.ReadDay)
	if !ok {
		return
	}
	row, c := b.add()
	row.Line, row.Sheet = pos.line, pos.sheet
	row.Facility, row.City, row.State = cell.Given(cells[fyFacility]), cell.Given(cells[fyCity]), cell.Given(cells[fyState])
	row.Form, row.Lift = cell.Given(cells[fyForm]), cell.Given(cells[fyLift])
	f.place(row, c)
	f.when(row, c, d)
	if !f.form(row, c) {
		b.note(pos, "Detainer Type: %q names no form that is known", cell.Clip(row.Form, 100))
	}
	if row.State != "" && place.StateCode(row.State) == "" {
		b.note(pos, "State: %q is no state", cell.Clip(row.State, 60))
	}
}
