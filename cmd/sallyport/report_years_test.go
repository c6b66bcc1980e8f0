package main

import (
	"context"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
)

// wait lets time pass, and does nothing.
func wait(context.Context, time.Time) error { return nil }

const aDay = 24 * time.Hour

// losAngeles is a county of California in 2019, published day by day.
func losAngeles(t *testing.T) *county {
	c := newCounty(t, "us-ca/los-angeles", "us-ca/values", "America/Los_Angeles", "2018-12-20", 0)
	c.ask("2018-12-28 09:00", "public-information").step(5*aDay, wait).agree().release().note(sallyport.Return{Left: "released", At: c.at("2019-01-03 09:30")})
	c.ask("2019-02-10 09:00", "violent-felony-ever").agree().release().
		note(sallyport.Return{Left: "released", At: c.at("2019-02-11 08:00")}).
		note(sallyport.Return{Left: "transferred", Offence: "7282.5(a)(1)", At: c.at("2019-02-11 09:30")})
	c.ask("2019-03-04 23:30", "state-prison-felony-ever").agree().release().note(sallyport.Return{Left: "transferred", At: c.at("2019-03-06 01:00")})
	c.ask("2019-04-01 08:00", "first-day-hold").refuse()
	c.ask("2019-04-02 08:00", "registry").refuse()
	c.ask("2019-05-20 10:00", "interview-on-consent-and-policy").agree().
		note(sallyport.Return{Access: "interview", At: c.at("2019-05-20 10:25")}).
		note(sallyport.Return{Access: "information", At: c.at("2019-05-20 10:30")}).
		note(sallyport.Return{Access: "none", At: c.at("2019-05-20 10:30")}).release()
	c.ask("2019-06-01 08:00", "public-information").aside(casework.NotHere)
	c.ask("2019-06-02 08:00", "transfer-on-a-violent-felony").agree() // both doors: the I-247A asks for no transfer
	c.ask("2019-07-04 08:00", "public-information").lapse()
	c.ask("2019-08-01 08:00", "public-information").old()
	c.ask("2019-12-31 20:00", "public-information").agree() // 2020 already in UTC
	c.ask("2019-12-30 09:00", "registry")
	c.grow("2019-12-30")
	c.grow("2020-01-10")
	return c
}

// sangamon is a county of Illinois in 2022, so small that only the year is published.
func sangamon(t *testing.T) *county {
	c := newCounty(t, "us-il/sangamon", "us-il/trust", "America/Chicago", "2021-12-20", 300)
	c.ask("2021-12-28 09:00", "notice-public").refuse().note(sallyport.Return{Left: "released", At: c.at("2021-12-29 09:00")})
	c.ask("2021-12-29 09:00", "hold-on-a-judges-warrant").refuse().step(10*aDay, wait).note(sallyport.Return{Left: "transferred", To: "us-il/cook", At: c.at("2022-01-05 10:00")})
	c.ask("2022-01-20 09:00", "hold-on-a-judges-warrant").refuse().
		note(sallyport.Return{Bail: c.at("2022-01-20 08:15")}).note(sallyport.Return{Left: "released", At: c.at("2022-01-20 09:15")})
	c.ask("2022-02-01 09:00", "notice-public").refuse().note(sallyport.Return{Left: "transferred", To: "us/ice", At: c.at("2022-02-01 09:30")})
	c.ask("2022-02-02 09:00", "notice-public").lapse()
	c.ask("2022-03-02 09:00", "transfer-on-a-federal-criminal-warrant").refuse()
	c.ask("2022-04-02 09:00", "interview-on-a-court-order").aside(casework.Duplicate)
	c.ask("2022-05-02 09:00", "notice-public").refuse()
	c.grow("2023-01-10")
	return c
}

// boston is the city's lockup in 2015; only the year is published.
func bostonLockup(t *testing.T) *county {
	c := newCounty(t, "us-ma/boston", "us-ma/boston/trust", "America/New_York", "2014-12-20", 300)
	c.ask("2015-08-11 09:00", "criminal-warrant").agree().hold(casework.Taken).note(sallyport.Return{Reasons: []string{"final_order", "biometric"}})
	c.ask("2015-09-11 09:00", "criminal-warrant").agree().hold(casework.Expired).note(sallyport.Return{Reasons: []string{"biometric"}})
	c.ask("2015-10-12 09:00", "criminal-warrant").refuse()
	c.ask("2015-11-13 09:00", "notice-is-not-barred-in-2014").agree().release()
	c.grow("2016-01-10")
	return c
}

// essex is a county of New Jersey in 2019, published day by day.
func essex(t *testing.T) *county {
	c := newCounty(t, "us-nj/essex", "us-nj/directive-2018-6", "America/New_York", "2018-12-20", 0)
	c.ask("2019-06-04 09:00", "indictable-crime-one-day-inside-five-years").agree().release()
	c.ask("2019-06-05 09:00", "second-degree-charge").agree().hold(casework.Taken)
	c.ask("2019-06-06 09:00", "second-degree-charge").agree().hold(casework.Lifted)
	c.ask("2019-06-07 09:00", "interview-signed").agree().note(sallyport.Return{Access: "interview", At: c.at("2019-06-07 09:31")})
	c.ask("2019-06-08 09:00", "first-day").refuse()
	c.grow("2020-01-10")
	return c
}

// marion is a county of Oregon in 2023; only the year is published.
func marion(t *testing.T) *county {
	c := newCounty(t, "us-or/marion", "us-or/sanctuary-promise", "America/Los_Angeles", "2022-12-20", 300)
	c.ask("2023-02-10 09:00", "notice-of-public-information").refuse()
	c.ask("2023-02-20 09:00", "transfer-on-a-court-order").agree() // both doors: no programme of that year says who may be asked for
	c.ask("2023-09-01 09:00", "notice-in-a-criminal-matter").lapse()
	c.ask("2023-12-30 09:00", "notice-of-public-information")
	c.grow("2024-01-10")
	return c
}
