package sql_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	lawsql "sallyport/law/sql"
)

// TestColumnsAreToldApart: a query reads a case's columns beside an offence's, without saying whose they are.
func TestColumnsAreToldApart(t *testing.T) {
	tables := lawsql.NewTables(theBook(t).Packs)
	names := append(columnNames(tables.Cases), columnNames(tables.Convictions)...)
	slices.Sort(names)
	for i := range names[1:] {
		if names[i] == names[i+1] {
			t.Errorf("two columns are called %s", names[i])
		}
	}
}

func TestSQLiteRefusesWrongRows(t *testing.T) {
	refusesWrongRows(t, sqlite(t), "person_born_day = '1980-01-02'", "person_removable = 'true'", "person_removable = 2")
}

func TestPostgreSQLRefusesWrongRows(t *testing.T) {
	refusesWrongRows(t, postgres(t), "person_born_day = '1980-01-02'", "person_removable = 2")
}

// refusesWrongRows: what would read as a known fact and is none is refused: a form that does not exist, a
// day of what is not said to exist, and whatever else the engine names.
func refusesWrongRows(t *testing.T, e *engine, further ...string) {
	loadCases(t, e, lawsql.NewTables(theBook(t).Packs), []*sallyport.Case{{ID: "0000000", Agency: "us-oh"}})
	wrong := append(further,
		"request_form = 'I-247n'",
		"request_warrant_signer = 'none'",
		"person_final_order_day = 20150102",
		"person_final_order_day = 20150102, person_final_order_none = TRUE",
		"person_gang_participation_age = 17, person_gang_participation_none = TRUE",
		"convictions_seen = NULL",
	)
	for _, set := range wrong {
		if _, err := e.db.Exec("UPDATE cases SET " + set); err == nil {
			t.Errorf("%s: %s is taken", e.name, set)
		}
	}
	right := "person_final_order_day = 20150102, person_final_order_none = FALSE, request_form = 'none', person_removable = TRUE"
	if _, err := e.db.Exec("UPDATE cases SET " + right); err != nil {
		t.Errorf("%s: %s: %v", e.name, right, err)
	}
}

// TestInsertLoadsTheSame: the statements hold what the rows hold.
func TestInsertLoadsTheSame(t *testing.T) {
	tables := lawsql.NewTables(theBook(t).Packs)
	var cases []*sallyport.Case
	var statements strings.Builder
	for i := range 200 {
		c := makeCase(i)
		text, err := tables.Insert(c)
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
		statements.WriteString(text)
	}
	a, b := sqlite(t), sqlite(t)
	loadCases(t, a, tables, cases)
	loadCases(t, b, tables, nil)
	if _, err := b.db.Exec(statements.String()); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"cases", "convictions", "charges"} {
		if diff := cmp.Diff(contents(t, a, "SELECT * FROM "+table+" ORDER BY 1, 2"), contents(t, b, "SELECT * FROM "+table+" ORDER BY 1, 2")); diff != "" {
			t.Errorf("%s: %s", table, diff)
		}
	}
}

// TestInsertSaysWhatSQLCannotHold names the column.
func TestInsertSaysWhatSQLCannotHold(t *testing.T) {
	c := &sallyport.Case{ID: "a", Agency: "us-oh", Convictions: sallyport.Offences{Known: true, List: make([]sallyport.Offence, 1)}}
	c.Convictions.List[0][sallyport.OffenceFact("statute")] = sallyport.TextValue("8 USC\x001326")
	_, err := lawsql.NewTables(nil).Insert(c)
	if err == nil || !strings.Contains(err.Error(), `case "a": convictions.statute: holds a NUL character`) {
		t.Errorf("got %v", err)
	}
}

// TestListNotSeen: offences that stand in a list that was not seen as a whole count for nothing, either way.
func TestListNotSeen(t *testing.T) {
	e, book := sqlite(t), theBook(t)
	loadCases(t, e, lawsql.NewTables(book.Packs), nil)
	q := lawsql.NewQuery(book.Pack("us/pep").Versions[0])
	_, err := e.db.Exec(q.View() + `
		INSERT INTO cases (id, request_action, convictions_seen, charges_seen) VALUES ('seen', 'notify', TRUE, TRUE), ('not', 'notify', FALSE, FALSE);
		INSERT INTO convictions (case_id, position, grade, to_serve_days, juvenile, vacated, appeal_pending, expunged, court)
		VALUES ('seen', 0, 'misdemeanor', 90, FALSE, FALSE, FALSE, FALSE, 'state'), ('not', 0, 'misdemeanor', 90, FALSE, FALSE, FALSE, FALSE, 'state');`)
	if err != nil {
		t.Fatal(err)
	}
	got := contents(t, e, `SELECT id, "pep.2b.custody90", "pep.charge-only.refuse" FROM us_pep_2015_01_05 ORDER BY id`)
	want := []string{"not | - | -", "seen | 1 | 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
