package tree

import (
	"strings"
	"sync"
	"time"
)

// Zone is the time zone days and hours are counted in for a custodian at place; where the table has none, the
// offset that the case's own times carry (fallback). The table is from memory of the zone boundaries of
// 49 CFR part 71; a county missing from countyZones takes its state's zone.
func Zone(place string, fallback *time.Location) *time.Location {
	zones := loadedZones()
	zone, ok := zones[place]
	if !ok {
		zone = zones[State(place)]
	}
	if zone == nil { // a machine without zone data still counts by the offset it was given
		return fallback
	}
	return zone
}

// loadedZones asks Go's zone table once, for every state and every county that differs; a nil zone is one that the machine
// does not know.
var loadedZones = sync.OnceValue(func() map[string]*time.Location {
	byName, zones := map[string]*time.Location{}, map[string]*time.Location{}
	load := func(place, name string) {
		zone, ok := byName[name]
		if !ok {
			zone, _ = time.LoadLocation(name) // nil where the machine does not know it
			byName[name] = zone
		}
		zones[place] = zone
	}
	for state, name := range stateZones {
		load("us-"+state, name)
	}
	for county, name := range countyZones {
		load(county, name)
	}
	return zones
})

// stateZones is the zone of most of each state.
var stateZones = map[string]string{
	"al": "America/Chicago", "ak": "America/Anchorage", "az": "America/Phoenix", "ar": "America/Chicago",
	"ca": "America/Los_Angeles", "co": "America/Denver", "ct": "America/New_York", "de": "America/New_York",
	"dc": "America/New_York", "fl": "America/New_York", "ga": "America/New_York", "hi": "Pacific/Honolulu",
	"id": "America/Boise", "il": "America/Chicago", "in": "America/Indiana/Indianapolis", "ia": "America/Chicago",
	"ks": "America/Chicago", "ky": "America/New_York", "la": "America/Chicago", "me": "America/New_York",
	"md": "America/New_York", "ma": "America/New_York", "mi": "America/Detroit", "mn": "America/Chicago",
	"ms": "America/Chicago", "mo": "America/Chicago", "mt": "America/Denver", "ne": "America/Chicago",
	"nv": "America/Los_Angeles", "nh": "America/New_York", "nj": "America/New_York", "nm": "America/Denver",
	"ny": "America/New_York", "nc": "America/New_York", "nd": "America/Chicago", "oh": "America/New_York",
	"ok": "America/Chicago", "or": "America/Los_Angeles", "pa": "America/New_York", "ri": "America/New_York",
	"sc": "America/New_York", "sd": "America/Chicago", "tn": "America/Chicago", "tx": "America/Chicago",
	"ut": "America/Denver", "vt": "America/New_York", "va": "America/New_York", "wa": "America/Los_Angeles",
	"wv": "America/New_York", "wi": "America/Chicago", "wy": "America/Denver",
	"pr": "America/Puerto_Rico", "vi": "America/St_Thomas", "gu": "Pacific/Guam", "mp": "Pacific/Saipan", "as": "Pacific/Pago_Pago",
}

// countyZones are the counties whose zone is not their state's.
var countyZones = countiesIn(map[string]string{
	"fl America/Chicago":     "bay calhoun escambia gulf holmes jackson okaloosa santa-rosa walton washington",
	"id America/Los_Angeles": "benewah bonner boundary clearwater idaho kootenai latah lewis nez-perce shoshone",
	"in America/Chicago":     "gibson jasper lake laporte newton perry porter posey spencer starke vanderburgh warrick",
	"ks America/Denver":      "greeley hamilton sherman wallace",
	"ky America/Chicago":     "adair allen ballard barren breckinridge butler caldwell calloway carlisle christian clinton crittenden cumberland daviess edmonson fulton graves grayson green hancock hart henderson hickman hopkins livingston logan lyon marshall mccracken mclean metcalfe monroe muhlenberg ohio russell simpson todd trigg union warren webster",
	"mi America/Menominee":   "dickinson gogebic iron menominee",
	"nd America/Denver":      "adams billings bowman golden-valley grant hettinger slope stark",
	"ne America/Denver":      "arthur banner box-butte cheyenne dawes deuel garden grant hooker keith kimball morrill scotts-bluff sheridan sioux",
	"or America/Boise":       "malheur",
	"sd America/Denver":      "bennett butte corson custer dewey fall-river haakon harding jackson lawrence meade oglala-lakota pennington perkins ziebach",
	"tn America/New_York":    "anderson blount bradley campbell carter claiborne cocke grainger greene hamblen hamilton hancock hawkins jefferson johnson knox loudon mcminn meigs monroe morgan polk rhea roane scott sevier sullivan unicoi union washington",
	"tx America/Denver":      "el-paso hudspeth",
	"ak America/Adak":        "aleutians-west",
	"az America/Denver":      "navajo-nation",
})

func countiesIn(zones map[string]string) map[string]string {
	all := map[string]string{}
	for key, counties := range zones {
		state, zone, _ := strings.Cut(key, " ")
		for county := range strings.FieldsSeq(counties) {
			all["us-"+state+"/"+county] = zone
		}
	}
	return all
}
