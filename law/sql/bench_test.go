package sql_test

import (
	"testing"

	"sallyport"
	"sallyport/law"
	lawsql "sallyport/law/sql"
	"sallyport/law/tree"
)

func BenchmarkSQLite(b *testing.B)     { benchmark(b, sqlite(b)) }
func BenchmarkPostgreSQL(b *testing.B) { benchmark(b, postgres(b)) }

// benchmark counts the outcomes of random cases under some versions, of few rules and of many.
func benchmark(b *testing.B, e *engine) {
	book := theBook(b)
	cases := make([]*sallyport.Case, caseCount(b))
	for i := range cases {
		cases[i] = makeCase(i)
	}
	loadCases(b, e, lawsql.NewTables(book.Packs), cases)
	for _, name := range []string{"us/pep", "us-ca/trust", "us-ct/trust", "us-tx/sb4"} {
		v := book.Pack(name).Versions[0]
		q := lawsql.NewQuery(v)
		if _, err := e.db.Exec(q.View()); err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/outcomes", func(b *testing.B) {
			count(b, e, "SELECT outcome, COUNT(*) FROM "+q.Name+" GROUP BY outcome", len(cases))
		})
		b.Run(name+"/rules", func(b *testing.B) {
			count(b, e, "SELECT refused_by, COUNT(*) FROM "+q.Name+" GROUP BY refused_by", len(cases))
		})
		b.Run(name+"/engine", func(b *testing.B) { judge(b, v, cases) })
	}
}

// count runs a statement of two columns and adds up the second, which must come to every case.
func count(b *testing.B, e *engine, statement string, cases int) {
	for b.Loop() {
		if total, err := sum(e, statement); err != nil || total != cases {
			b.Fatalf("%d rows of %d, %v", total, cases, err)
		}
	}
	b.ReportMetric(float64(cases)*float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

func sum(e *engine, statement string) (total int, err error) {
	rows, err := e.db.Query(statement)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var what any
		var n int
		if err := rows.Scan(&what, &n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, rows.Err()
}

// judge is the same by the engine's Kleene logic, one case at a time, to compare with.
func judge(b *testing.B, v *law.Version, cases []*sallyport.Case) {
	for b.Loop() {
		for _, c := range cases {
			full := law.Implied(c)
			kleene(v, &full, tree.Zone(c.Agency, c.At.Location()))
		}
	}
	b.ReportMetric(float64(len(cases))*float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}
