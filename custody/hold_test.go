package custody

import (
	"os"
	"strings"
	"testing"
)

// TestRows judges rows as jails' rosters write them, and rows that only look alike.
func TestRows(t *testing.T) {
	m := &Mapping{words: map[string]string{"FAIL TO ID FUGITIVE": isCharge, "EXTRADITION": OtherState}}
	tests := []struct{ text, statute, kind, agency string }{
		{"ICE HOLD", "", Immigration, ""},
		{"Hold/ICE", "", Immigration, ""},
		{"I.C.E. Detainer", "", Immigration, ""},
		{"IMMIGRATION DETAINER", "", Immigration, ""},
		{"immigration hold", "HOLD", Immigration, ""},
		{"HOLD FOR ICE", "", Immigration, ""},
		{"U.S. Immigration & Customs Enforcement - Hold", "", Immigration, ""},
		{"I-247", "", Immigration, ""},
		{"I-247D DETAINER", "", Immigration, ""},
		{"FORM I247N REQUEST FOR NOTIFICATION", "", Immigration, ""},
		{"", "I-247", Immigration, ""},
		{"ICE HOLD", "I-247A", Immigration, ""},
		{"USM HOLD", "", Marshals, ""},
		{"HOLD FOR THE U.S. MARSHALS", "", Marshals, ""},
		{"U S Marshal Hold", "", Marshals, ""},
		{"FEDERAL DETAINER", "", Federal, ""},
		{"HOLD FOR OTHER AGENCY", "", OtherAgency, ""},
		{"Holding For Other Agency", "", OtherAgency, ""},
		{"OUT OF COUNTY HOLD", "", OtherAgency, ""},
		{"HOLD FOR BIRCH COUNTY", "", OtherAgency, "BIRCH COUNTY"},
		{"Hold for Cedar Falls P.D.", "", OtherAgency, "CEDAR FALLS PD"},
		{"FUGITIVE OTHER STATE", "", OtherState, ""},
		{"FUGITIVE - OUT OF STATE", "", OtherState, ""},
		{"EXTRADITION", "", OtherState, ""},

		{"TRESPASS", "PC 602", isCharge, ""},
		{"HOUSEHOLD ASSAULT", "", isCharge, ""},
		{"POSS CONTROLLED SUBSTANCE (METH)", "HS 11377", isCharge, ""},
		{"DRIVING ON ICY ROAD", "", isCharge, ""},
		{"OFFICER, OBSTRUCTING", "", isCharge, ""},
		{"FAIL TO ID FUGITIVE", "38.02", isCharge, ""},
		{"THEFT OF SERVICES", "", isCharge, ""},
		{"POSS 247 GRAMS", "", isCharge, ""},

		{"ICE", "", "", ""},
		{"IMMIGRATION", "", "", ""},
		{"ILLEGAL REENTRY (IMMIGRATION)", "8 USC 1326", "", ""},
		{"FEDERAL OFFENSE (IMMIGRATION)", "", "", ""},
		{"POSS OF ICE", "", "", ""},
		{"DHS HOLD", "", "", ""},
		{"HOLD", "", "", ""},
		{"HOLD FOR COURT", "", "", ""},
		{"HOLD FOR ICE COUNTY", "", "", ""},
		{"HOLD FOR OTHER COUNTY SHERIFF", "", OtherAgency, "OTHER COUNTY SHERIFF"},
		{"PROBATION HOLD", "", "", ""},
		{"24 HOUR HOLD", "", "", ""},
		{"FUGITIVE FROM JUSTICE -- VA", "CR.5.601", "", ""},
		{"UNLAWFUL DETAINER", "", "", ""},
		{"ICE HOLD - SEE NOTES", "", "", ""},
		{"ICE HOLD", "PC 602", "", ""},
		{"ICE HOLD", "USM HOLD", "", ""},
		{"TRESPASS", "HOLD", "", ""},
		{"I-247 I-247N", "", "", ""},
		{"IMPERSONATING A MARSHAL", "", "", ""},
	}
	for _, test := range tests {
		got := m.judge(test.text, test.statute)
		if got.kind != test.kind || got.agency != test.agency {
			t.Errorf("%q, %q: %q of %q, want %q of %q", test.text, test.statute, got.kind, got.agency, test.kind, test.agency)
		}
		if (got.kind == "") != (got.why != "") {
			t.Errorf("%q: a doubt says why, and nothing else does: %+v", test.text, got)
		}
	}
}

// TestThePageListsEveryWord holds the lists of docs/operate/custody.md to those of the code.
func TestThePageListsEveryWord(t *testing.T) {
	text, err := os.ReadFile("../docs/operate/custody.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for kind, names := range askers {
		if row := "| `" + kind + "` | " + strings.Join(names, ", ") + " |"; !strings.Contains(page, row) {
			t.Errorf("the page lacks %s", row)
		}
	}
	for row := range fixed {
		if !strings.Contains(page, "`"+row+"`") {
			t.Errorf("the page lacks %s", row)
		}
	}
	for _, words := range [][]string{beside, offices[:len(offices)-1]} {
		if list := strings.Join(words, ", "); !strings.Contains(page, list) {
			t.Errorf("the page lacks %s", list)
		}
	}
	for _, words := range [][]string{before, after} {
		for _, word := range words {
			if !strings.Contains(page, "`"+word+"`") {
				t.Errorf("the page lacks %s", word)
			}
		}
	}
}

// TestEveryListedHold puts every asker together with every word around it: each is a hold of its kind, never a charge.
func TestEveryListedHold(t *testing.T) {
	m := &Mapping{}
	for kind, names := range askers {
		for _, name := range names {
			if plain(name) != name {
				t.Errorf("%q is not plain", name)
			}
			for _, row := range around(name) {
				if got := m.judge(row, ""); got.kind != kind {
					t.Errorf("%q: %q, want %q", row, got.kind, kind)
				}
			}
		}
	}
}

func around(name string) (rows []string) {
	for _, start := range before {
		rows = append(rows, start+" "+name)
	}
	for _, end := range after {
		rows = append(rows, name+" "+end)
	}
	return rows
}
