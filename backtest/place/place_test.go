package place_test

import (
	"encoding/csv"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/backtest/place"
	"sallyport/internal/outside"
)

func table(t testing.TB) *place.Table {
	t.Helper()
	all, err := place.New()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestCustodian holds the rules and the table to names of the FY2015 request file.
func TestCustodian(t *testing.T) {
	all := table(t)
	for _, test := range []struct{ facility, city, state, want string }{
		{"LOS ANGELES COUNTY JAIL-TWIN TOWER", "LOS ANGELES", "CALIFORNIA", "county us-ca/los-angeles us-ca/los-angeles county_jail"},
		{"LOS ANGELES CITY JAIL", "LOS ANGELES", "CALIFORNIA", "city us-ca/los-angeles us-ca/los-angeles city_lockup"},
		{"HARRIS COUNTY JAIL", "HOUSTON", "TEXAS", "county us-tx/harris us-tx/harris county_jail"},
		{"HOUSTON POLICE DEPT. (SOUTHEAST)", "HOUSTON", "TX", "city us-tx/houston us-tx/harris city_lockup"},
		{"COOK COUNTY JAIL", "CHICAGO", "Illinois", "county us-il/cook us-il/cook county_jail"},
		{"COOK COUNTY SHERIFF", "ADEL", "GEORGIA", "county us-ga/cook us-ga/cook county_jail"},
		{"DADE COUNTY CORRECTIONAL", "MIAMI", "FLORIDA", "county us-fl/miami-dade us-fl/miami-dade county_jail"},
		{"DADE COUNTY JAIL", "TRENTON", "GEORGIA", "county us-ga/dade us-ga/dade county_jail"},
		{"RIKERS ISLAND, QUEENS, NY", "ELMHURST", "NEW YORK", "county us-ny/nyc us-ny/bronx county_jail"},
		{"QUEENS CENTRAL BOOKING", "QUEENS", "NEW YORK", "county us-ny/nyc us-ny/queens "},
		{"BOSTON POLICE DEPT", "BOSTON", "MASSACHUSETTS", "city us-ma/boston us-ma/suffolk city_lockup"},
		{"SUFFOLK CO.CORREC FAC", "RIVERHEAD", "NEW YORK", "county us-ny/suffolk us-ny/suffolk county_jail"},
		{"INDIO JAIL - RIVERSIDE COUNTY", "INDIO", "CALIFORNIA", "county us-ca/riverside us-ca/riverside county_jail"},
		{"MECKLENBURG (NC) CO JAIL", "CHARLOTTE", "NORTH CAROLINA", "county us-nc/mecklenburg us-nc/mecklenburg county_jail"},
		{"FT. BEND COUNTY JAIL", "RICHMOND", "TEXAS", "county us-tx/fort-bend us-tx/fort-bend county_jail"},
		{"DUPAGE COUNTY JAIL", "WHEATON", "ILLINOIS", "county us-il/dupage us-il/dupage county_jail"},
		{"ST TAMMANY PARISH JAIL", "COVINGTON", "LOUISIANA", "county us-la/st-tammany us-la/st-tammany county_jail"},
		{"MARSHALL COUNTY JAIL", "GUNTERSVILLE", "ALABAMA", "county us-al/marshall us-al/marshall county_jail"},
		{"WAYNE COUNTY, DETROIT", "DETROIT", "MICHIGAN", "county us-mi/wayne us-mi/wayne "}, // DETROIT is no detention centre
		{"TARRANT COUNTY JUVENILE", "FT. WORTH", "TEXAS", "county us-tx/tarrant us-tx/tarrant "},
		{"PLACER JAIL", "AUBURN", "CALIFORNIA", "county us-ca/placer us-ca/placer county_jail"},
		{"ANCHORAGE JAIL", "ANCHORAGE", "ALASKA", "prison us-ak  state_prison"},
		{"RICHMOND CITY JAIL", "RICHMOND", "VIRGINIA", "county us-va/richmond-city us-va/richmond-city county_jail"},
		{"BOSSIER CITY POLICE DEPT.", "BOSSIER CITY", "LOUISIANA", "city us-la/bossier-city us-la/bossier city_lockup"},
		{"PHILADELPHIA 15TH POLICE DIST.", "PHILADELPHIA", "PENNSYLVANIA", "city us-pa/philadelphia us-pa/philadelphia city_lockup"},
		{"TRAVIS COUNTY STATE JAIL", "AUSTIN", "TEXAS", "prison us-tx  state_prison"},
		{"TRAVIS CTY JAIL", "AUSTIN", "TEXAS", "county us-tx/travis us-tx/travis county_jail"},
		{"BRIDGEPORT CORR CENTER", "BRIDGEPORT", "CONNECTICUT", "prison us-ct  state_prison"},
		{"BRIDGEPORT POLICE DEPT.", "BRIDGEPORT", "CONNECTICUT", "city us-ct/bridgeport us-ct/fairfield city_lockup"},
		{"DC DEPT OF CORRECTIONS", "WASHINGTON", "DISTRICT OF COLUMBIA", "prison us-dc  "},
		{"COLO DEPT OF CORRECTIONS", "COLORADO SPRINGS", "COLORADO", "prison us-co  state_prison"},
		{"F.C.I. HERLONG", "HERLONG", "CALIFORNIA", "federal us  "},
		{"US MARSHALLS, N. DIST. OK", "TULSA", "OKLAHOMA", "federal us  "},
		{"REEVES COUNTY DET. CENTER III", "PECOS", "TEXAS", "federal us  "},
		{"ADAMS COUNTY DET CENTER", "NATCHEZ", "MISSISSIPPI", "state us-ms  "}, // the county's or the contract prison
		{"ADAMS COUNTY JAIL", "BRIGHTON", "COLORADO", "county us-co/adams us-co/adams county_jail"},
		{"HENDRICKS COUNTY SHERIFF/JAIL", "DANVILLE", "ILLINOIS", "state us-il  "}, // a county of Indiana
		{"CITY POLICE", "AUSTIN", "TEXAS", "state us-tx  "},
		{"CAÑON CITY POLICE", "CAÑON CITY", "COLORADO", "state us-co  "},
		{"OTHER-OTHER FACILITY", "", "", "nowhere us  "},
		{"HARRIS COUNTY JAIL", "HOUSTON", "", "nowhere us  "}, // two states have such a county
		{"", "", "TEXAS", "state us-tx  "},
	} {
		c := all.Custodian(test.facility, test.city, test.state)
		got := strings.Join([]string{c.Level.String(), c.Agency, c.County, c.Kind}, " ")
		if got != test.want {
			t.Errorf("%s, %s, %s:\n got %s (%s)\nwant %s", test.facility, test.city, test.state, got, c.By, test.want)
		}
	}
}

func TestActivation(t *testing.T) {
	all := table(t)
	a, ok := all.Activated("us-tx/harris")
	if diff := cmp.Diff(place.Activation{Known: true, Year: 2008, Month: 10}, a); !ok || diff != "" {
		t.Errorf("Harris County, Texas, was among the first: %s", diff)
	}
	if a, ok := all.Activated("us-ak/denali"); !ok || a.Known {
		t.Errorf("the roster has Denali without a date, not %v %v", a, ok)
	}
	if _, ok := all.Activated("us-tx/dallas-city"); ok {
		t.Error("no county of the roster")
	}
	years := map[int]int{}
	for _, county := range all.Counties() {
		a, _ := all.Activated(county)
		years[a.Year]++
	}
	// The totals of the roster as it was republished; year 0 is without a date.
	want := map[int]int{0: 140, 2008: 14, 2009: 88, 2010: 780, 2011: 1098, 2012: 1016, 2013: 106}
	if diff := cmp.Diff(want, years); diff != "" {
		t.Error(diff)
	}
}

// TestRosterIsTheSharedOne compares the compact copy with the roster itself, row by row.
func TestRosterIsTheSharedOne(t *testing.T) {
	f, err := os.Open("../../../shared/data/secure-communities-activation/activation.csv")
	if err != nil {
		outside.Missing(t, "the roster is not there, so the copy is not compared: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	copied, err := os.ReadFile("counties.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(copied)), "\n")
	if len(lines) != len(rows) {
		t.Fatalf("%d lines, the roster has %d", len(lines), len(rows))
	}
	for i, row := range rows[1:] {
		fips := strings.Repeat("0", 5-len(row[1])) + row[1]
		month := ""
		if row[5] != "" {
			m := strings.TrimSuffix(row[4], ".0")
			month = strings.TrimSuffix(row[5], ".0") + "-" + strings.Repeat("0", 2-len(m)) + m
		}
		got := strings.Split(lines[i+1], ",")
		if got[0] != fips || got[2] != month || !strings.HasPrefix(got[1], "us-"+strings.ToLower(row[2])) {
			t.Errorf("counties.csv:%d: %v is not %v", i+2, got, row)
		}
	}
}

// TestEverySourceIsExplained: a row without a source that SOURCES.md explains is a guess.
func TestEverySourceIsExplained(t *testing.T) {
	page, err := os.ReadFile("SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"facilities.csv", "cities.csv"} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows[1:] {
			if !strings.Contains(string(page), "`"+row[len(row)-1]+"`") {
				t.Errorf("%s:%d: source %q is not in SOURCES.md", name, i+2, row[len(row)-1])
			}
		}
	}
}

var agencyPattern = regexp.MustCompile(`^us(-[a-z]{2}(/[a-z0-9][a-z0-9-]*)?)?$`)

// FuzzCustodian: whatever the name, the agency is a place that a case can name, the county one of the roster and the kind
// one that the fact has.
func FuzzCustodian(f *testing.F) {
	all := table(f)
	f.Add("ST . LOUIS CITY JUSTICE CENTER", "ST. LOUIS", "MISSOURI")
	f.Add("'.'.A. CO", "é", "texas")
	f.Add("CITY POLICE", "", "TX")
	f.Add("-- JAIL", "--", "NY")
	kind := sallyport.CaseFacts[sallyport.CaseFact("agency_kind")]
	f.Fuzz(func(t *testing.T, facility, city, state string) {
		c := all.Custodian(facility, city, state)
		if !agencyPattern.MatchString(c.Agency) {
			t.Errorf("agency %q", c.Agency)
		}
		if _, ok := all.Activated(c.County); c.County != "" && !ok {
			t.Errorf("county %q", c.County)
		}
		if _, err := kind.EnumValue(c.Kind); c.Kind != "" && err != nil {
			t.Error(err)
		}
		if again := all.Custodian(facility, city, state); again != c {
			t.Errorf("%v, then %v", c, again)
		}
	})
}
