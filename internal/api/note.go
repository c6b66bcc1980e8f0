package api

import (
	"context"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/returns"
)

type noting struct {
	Notes []noted `json:"notes" nullable:"false" minItems:"1" maxItems:"10" doc:"What is noted, field by field."`
}

type noted struct {
	Field string `json:"field" enum:"bail,left,to,offence,access,reasons,at" example:"left" doc:"What it is: see docs/operate/returns.md for which law asks."`
	Value string `json:"value" minLength:"1" maxLength:"100" example:"released" doc:"A time as 2015-08-03T09:30:00-04:00, or one of the words of the field. Reasons are given one by one."`
}

// note enters what a yearly return asks and no step says.
func (a *api) note(j *desk.Jail) {
	act(a, says{"note-return", "returns", "Note what a yearly return asks",
		"When bail was posted, how the person left, what was given by other means: whatever the law of the place has reported, and nothing where none does. It can be entered long after the request is over. A later note counts in place of an earlier one, field by field.",
		noting{[]noted{{"left", "released"}, {"at", "2015-08-03T09:30:00-04:00"}}}},
		func(ctx context.Context, d deed, r noting) error {
			var all sallyport.Return
			for _, n := range r.Notes {
				if err := returns.Set(&all, n.Field, n.Value); err != nil {
					return &desk.Unfit{Err: err}
				}
			}
			return j.NoteReturn(ctx, d.who, d.id, d.at, all)
		})
}
