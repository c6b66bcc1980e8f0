package docket

import "sallyport"

// Asks are what can be asked, in words.
var Asks = map[string]string{"notify": "notice of the release", "hold": "to hold the person", "transfer": "to transfer the person", "interview": "an interview"}

// Request is what is asked, in words.
func Request(r *sallyport.Request) string {
	if r == nil {
		return "nothing yet"
	}
	return Asks[r.Action] + ", " + FormName(r.Form)
}

// FormName is on which form something is asked, in words.
func FormName(form string) string {
	if form == "none" {
		return "on no form"
	}
	return "form " + form
}
