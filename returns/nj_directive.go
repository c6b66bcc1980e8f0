package returns

import "fmt"

// jersey is the yearly report of a New Jersey agency to the Attorney General.
var jersey = Form{
	Name: "us-nj/directive-2018-6", Place: "us-nj", Since: 2019,
	Title: "Assistance given to federal immigration authorities (Immigrant Trust Directive)",
	Whom:  "To the Attorney General of New Jersey, who publishes a report of all agencies each year; a county's agencies through its prosecutor (from memory)",
	Law: []Clause{
		{"Every instance in which the agency assisted federal immigration authorities in civil enforcement is reported, and published yearly for all agencies.", "Directive 2018-6, yearly report", "read NJ-DATA19; the number of the section was not obtained"},
		{"Assistance that the directive allows is notice of a release, custody until 11:59 p.m. of its day, and an interview on signed consent.", "Directive 2018-6, II.B.5, II.B.6 and part VI", "read NJ-DATA19 and NJ-NEWS18"},
		{"Reading: assistance is given when what was asked is done, on the day on which it was.", "Directive 2018-6, yearly report", "a reading of ours"},
	},
	Beside: []string{"Which ground of II.B.5 each case rested on, where the Attorney General's form asks for it: that form was not obtained, and the exchange keeps no such fact for it."},
	Zero:   "No assistance was given to federal immigration authorities for civil enforcement",
	tables: func(y *year) []Table { return []Table{y.assistance(), y.instances(), y.became()} },
	told: func(y *year) string {
		if n := len(y.accesses()); n > 0 {
			return fmt.Sprintf("Assistance given: %d times", n)
		}
		return ""
	},
}

// assists are the words of the directive for each means.
var assists = map[string]string{byMeans[0]: "custody", byMeans[1]: "notice of a release", byMeans[2]: "transfer", byMeans[3]: "interview", byMeans[4]: "information"}

func (y *year) assistance() Table {
	t := Table{Name: "Assistance, by kind", Says: fmt.Sprintf("Given in %d.", y.n), Columns: []Column{{Name: "kind", Cite: "Directive 2018-6"}, {Name: "instances", Cite: "Directive 2018-6"}}}
	all := y.accesses()
	for _, means := range byMeans {
		n := 0
		for _, a := range all {
			if a.means == means {
				n++
			}
		}
		cell := number(n)
		if q, told := meansQuery[means]; told {
			cell = y.check("assistance."+assists[means], "assistance: "+assists[means], n, q)
		}
		t.Rows = append(t.Rows, []Cell{text(assists[means]), cell})
	}
	t.Rows = append(t.Rows, []Cell{text("all"), number(len(all))})
	return t
}

func (y *year) instances() Table {
	t := Table{Name: "Assistance, one by one", Columns: []Column{{Name: "date"}, {Name: "kind", Cite: "Directive 2018-6"}, {Name: "form of the request"}}}
	for _, a := range y.accesses() {
		t.Rows = append(t.Rows, []Cell{text(day(a.at)), text(assists[a.means]), text(a.of.form)})
	}
	return t
}
