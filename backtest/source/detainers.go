package source

import (
	"sallyport"
	"sallyport/backtest/cell"
	"sallyport/backtest/place"
)

// detainers reads the federal detainer file as it has been released since 2023, under any of its headings.
type detainers struct {
	requests
	atItsWord bool // an entry "no conviction" is a record that was seen
}

// Columns that are read, in the order of the cells.
const (
	dtDate = iota
	dtForm
	dtFacility
	dtCity
	dtState
	dtLift
	dtLiftCode
	dtCriminality
	dtOrder
	dtOrderDate
	dtResume
	dtExtras // the first of detainerExtras
)

// extra is a column that is carried for tables and bounds, and is no fact.
type extra struct {
	name    string
	columns []string
	date    bool // carried as 2015-05-06 where it is a date
}

// detainerExtras are what the file says of the person's record and of the form's boxes. None of them is a fact of a case: a
// most serious conviction is not the list of convictions, and the release does not say what the boxes mean.
var detainerExtras = []extra{
	{"facility_aor", []string{"facility_aor", "detainer_aor"}, false},
	{"facility_code", []string{"detention_facility_code", "detainer_facility_code", "detainer_detention_facility_code"}, false},
	{"criminality", []string{"detainer_prepared_criminality", "detainer_criminality"}, false},
	{"threat_level", []string{"detainer_prep_threat_level", "detainer_threat_level"}, false},
	{"msc_charge", []string{"most_serious_conviction_msc_charge", "msc_charge", "most_serious_conviction_charge", "detainer_most_serious_conviction_charge"}, false},
	{"msc_charge_code", []string{"msc_charge_code", "most_serious_conviction_charge_code", "detainer_most_serious_conviction_charge_code"}, false},
	{"msc_charge_date", []string{"msc_charge_date", "most_serious_conviction_charge_date", "detainer_most_serious_conviction_charge_date"}, true},
	{"msc_conviction_date", []string{"msc_conviction_date", "most_serious_conviction_conviction_date", "detainer_most_serious_conviction_conviction_date"}, true},
	{"msc_sentence_days", []string{"msc_sentence_days", "most_serious_conviction_sentence_days", "detainer_most_serious_conviction_sentence_days"}, false},
	{"msc_sentence_months", []string{"msc_sentence_months", "most_serious_conviction_sentence_months", "detainer_most_serious_conviction_sentence_months"}, false},
	{"msc_sentence_years", []string{"msc_sentence_years", "most_serious_conviction_sentence_years", "detainer_most_serious_conviction_sentence_years"}, false},
	{"felon", []string{"felon", "aggravated_felon", "aggravated_felon_yes_no"}, false},
	{"processing_disposition", []string{"processing_disposition"}, false},
	{"case_category", []string{"case_category"}, false},
	{"apprehension_method", []string{"apprehension_method"}, false},
	box("prior_felony"), box("multiple_prior_misd"), box("violent_misdemeanor"), box("illegal_entry"), box("illegal_reentry"),
	box("immigration_fraud"), box("significant_risk"), box("other_removal_reason"), box("criminal_street_gang"),
	box("aggravated_felony"), box("deportation_ordered"), box("order_to_show_cause_served"), box("biometric_match"),
	box("statements_made"), box("unlawful_attempt"), box("unlawful_entry"), box("visa"), box("federal_interest"),
	box("active_investigation"), box("notify_release_request"),
}

func box(name string) extra { return extra{name, []string{name + "_yes_no", name}, false} }

var detainerColumns = func() []wanted {
	all := []wanted{
		dtDate:        {[]string{"detainer_prepare_date", "prepare_date"}, true},
		dtForm:        {[]string{"detainer_type"}, true},
		dtFacility:    {[]string{"detention_facility", "detainer_facility", "detainer_detention_facility"}, true},
		dtCity:        {[]string{"facility_city", "detainer_facility_city"}, false},
		dtState:       {[]string{"facility_state", "detainer_facility_state"}, true},
		dtLift:        {[]string{"detainer_lift_reason"}, false},
		dtLiftCode:    {[]string{"detainer_lift_reason_code"}, false},
		dtCriminality: {[]string{"detainer_prepared_criminality", "detainer_criminality"}, false},
		dtOrder:       {[]string{"case_final_order_yes_no", "final_order_yes_no", "final_order"}, false}, // beside the first, the second is a box of the form
		dtOrderDate:   {[]string{"final_order_date"}, false},
		dtResume:      {[]string{"resume_custody_yes_no", "resume_custody"}, false},
	}
	for _, e := range detainerExtras {
		all = append(all, wanted{e.columns, false})
	}
	return all
}()

func (detainers) columns() []wanted { return detainerColumns }

func (detainers) extras() []string {
	all := make([]string, len(detainerExtras))
	for i, e := range detainerExtras {
		all[i] = e.name
	}
	return all
}

func (f *detainers) row(b *Batch, cells []string, pos position) {
	read := func(s string) (cell.Day, error) { return f.date(s, pos) }
	d, ok := b.prepared("Detainer Prepare Date", cell.Given(cells[dtDate]), pos, read)
	if !ok {
		return
	}
	row, c := b.add()
	row.Line, row.Sheet = pos.line, pos.sheet
	row.Facility, row.City, row.State = cell.Given(cells[dtFacility]), cell.Given(cells[dtCity]), cell.Given(cells[dtState])
	row.Form, row.Lift = cell.Given(cells[dtForm]), cell.Given(cells[dtLift])
	if row.Lift == "" {
		row.Lift = cell.Given(cells[dtLiftCode])
	}
	f.place(row, c)
	f.when(row, c, d)
	if !f.form(row, c) {
		b.note(pos, "Detainer Type: %q names no form that is known", cell.Clip(row.Form, 100))
	}
	if row.State != "" && place.StateCode(row.State) == "" {
		b.note(pos, "Facility State: %q is no state", cell.Clip(row.State, 60))
	}
	f.person(b, c, cells, pos, d)
	from := len(b.extras)
	for i, text := range cells[dtExtras:] {
		text = cell.Given(text)
		if detainerExtras[i].date {
			text = f.isoDate(text, pos)
		}
		b.extras = append(b.extras, text)
	}
	row.Extra = b.extras[from:len(b.extras):len(b.extras)]
}

// date reads a date of a text, or of a workbook that counts days.
func (f *detainers) date(s string, pos position) (cell.Day, error) {
	if pos.sheet != "" {
		if d, ok := cell.ReadSerial(s); ok {
			return d, nil
		}
	}
	return cell.ReadDay(s)
}

// isoDate is a date that is carried; what is no date is carried as it is.
func (f *detainers) isoDate(s string, pos position) string {
	if d, err := f.date(s, pos); err == nil {
		return sallyport.DayTime(d.Value().N).Format("2006-01-02")
	}
	return s
}

// person fills what is certain about the person: whether there was a final order, whether the department itself had lent the
// person, and, where the file is taken at its word, that nothing was found in the record.
func (f *detainers) person(b *Batch, c *sallyport.Case, cells []string, pos position, requested cell.Day) {
	if resume := cell.Given(cells[dtResume]); resume != "" {
		if yes, ok := cell.YesNo(resume); ok {
			c.Facts[factLent] = sallyport.BoolValue(yes)
		} else {
			b.note(pos, "Resume Custody: %q is neither Yes nor No", cell.Clip(resume, 60))
		}
	}
	f.finalOrder(b, c, cells, pos, requested)
	if !f.atItsWord {
		return
	}
	switch criminality := cell.Given(cells[dtCriminality]); {
	case criminality == "":
	case criminality[0] == '3':
		c.Convictions.Known, c.Charges.Known = true, true
	case criminality[0] == '2':
		c.Convictions.Known = true
	}
}

// finalOrder fills person.final_order. An order made after the request was none at the request, and says nothing of an
// earlier one.
func (f *detainers) finalOrder(b *Batch, c *sallyport.Case, cells []string, pos position, requested cell.Day) {
	said, date := cell.Given(cells[dtOrder]), cell.Given(cells[dtOrderDate])
	if date != "" {
		d, err := f.date(date, pos)
		switch {
		case err != nil:
			b.note(pos, "Final Order Date: %v", err)
		case d.Value().N <= requested.Value().N:
			c.Facts[factFinalOrder] = d.Value()
		}
		return
	}
	if yes, ok := cell.YesNo(said); ok && !yes {
		c.Facts[factFinalOrder] = sallyport.NoneValue
	} else if said != "" && !ok {
		b.note(pos, "Final Order: %q is neither Yes nor No", cell.Clip(said, 60))
	}
}
