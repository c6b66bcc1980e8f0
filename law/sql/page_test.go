package sql_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	lawsql "sallyport/law/sql"
)

func TestThePageOnSQLite(t *testing.T)     { thePage(t, sqlite(t)) }
func TestThePageOnPostgreSQL(t *testing.T) { thePage(t, postgres(t)) }

// thePage runs the statements of docs/law/sql.md; what a SELECT answers must be what the page shows after it.
func thePage(t *testing.T, e *engine) {
	page, err := os.ReadFile("../../docs/law/sql.md")
	if err != nil {
		t.Fatal(err)
	}
	book := theBook(t)
	setup := lawsql.NewTables(book.Packs).Schema(e.dialect)
	for _, version := range []string{"us/pep 2015-09-10", "us-ca/trust 2015-09-10"} {
		id, day, _ := strings.Cut(version, " ")
		setup += lawsql.NewQuery(book.Pack(id).At(day)).View()
	}
	if _, err := e.db.Exec(setup); err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```sql\n(.*?)```(?:\n\n```text\n(.*?)```)?").FindAllStringSubmatch(string(page), -1)
	shown := 0
	for _, block := range blocks {
		if block[2] == "" {
			if _, err := e.db.Exec(block[1]); err != nil {
				t.Fatalf("%s: %v\n%s", e.name, err, block[1])
			}
			continue
		}
		shown++
		if diff := cmp.Diff(strings.Split(strings.TrimSpace(block[2]), "\n"), contents(t, e, block[1])); diff != "" {
			t.Errorf("%s: %s\n%s", e.name, block[1], diff)
		}
	}
	if shown < 2 || len(blocks) < 4 {
		t.Errorf("docs/law/sql.md has %d blocks of SQL and shows %d answers", len(blocks), shown)
	}
}

// contents is what a statement answers, a line for each row; unknown is a dash.
func contents(t *testing.T, e *engine, statement string) []string {
	t.Helper()
	rows, err := e.db.Query(statement)
	if err != nil {
		t.Fatalf("%s: %v\n%s", e.name, err, statement)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(row))
		for i, value := range row {
			if line[i] = "-"; value != nil {
				line[i] = fmt.Sprint(value)
			}
		}
		all = append(all, strings.Join(line, " | "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
