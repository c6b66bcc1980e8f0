package main

import (
	"context"
	"errors"
	"time"

	"sallyport/internal/desk"
)

// underPEP is a day of the programme that the hub screens for.
var underPEP = time.Date(2015, 8, 3, 13, 0, 0, 0, time.UTC)

// askable is a booking of that day about which the federal door let a notice through. Whoever reads it today finds which forms may be sent today.
func askable(ctx context.Context, h *desk.Hub) (id string, err error) {
	at := func(minutes int) time.Time { return underPEP.Add(time.Duration(minutes) * time.Minute) }
	id, err = booked(ctx, h, "TRIAL-2015-000003", at(0))
	if err != nil {
		return "", err
	}
	same := []string{"G-000001"}
	const source = "a record, invented"
	facts := []desk.Fact{{Path: "charges", Value: "[]", Source: source}}
	for path, value := range map[string]string{
		"person.removable": "true", "person.us_citizen": "false", "person.citizenship_indicated": "false", "officer.fod_national_security": "false",
		"convictions[0].statute": `"Ohio Rev. Code 2911.12"`, "convictions[0].court": `"state"`, "convictions[0].place": `"us-oh"`, "convictions[0].grade": `"felony"`,
		"convictions[0].on": `"2012-02-03"`, "convictions[0].category": `"burglary"`, "convictions[0].status_element": "false", "convictions[0].gang_element": "false",
		"convictions[0].juvenile": "false", "convictions[0].vacated": "false", "convictions[0].expunged": "false", "convictions[0].appeal_pending": "false",
	} {
		facts = append(facts, desk.Fact{Path: path, Value: value, Source: source})
	}
	return id, errors.Join(h.Examine(ctx, first, id, at(2), same), h.Examine(ctx, then, id, at(3), same), h.RecordFacts(ctx, clerk, id, at(4), facts), h.Screen(ctx, id, at(5)))
}
