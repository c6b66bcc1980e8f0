package sql

import "strings"

// Schema declares the tables, with a comment on every column and a check wherever a wrong value could be read as
// a known one.
func (t *Tables) Schema(d Dialect) string {
	var b strings.Builder
	b.WriteString(comment("", "Cases, one row each, and their convictions and charges. NULL is not known, and never no."))
	for _, table := range []struct {
		Table
		key string
	}{
		{t.Cases, "PRIMARY KEY (id)"},
		{t.Convictions, "PRIMARY KEY (case_id, position), FOREIGN KEY (case_id) REFERENCES cases (id)"},
		{t.Charges, "PRIMARY KEY (case_id, position), FOREIGN KEY (case_id) REFERENCES cases (id)"},
	} {
		b.WriteString("CREATE TABLE " + table.Name + " (\n")
		for i := range table.Columns {
			table.Columns[i].declare(&b, d)
		}
		b.WriteString("  " + table.key + "\n)")
		if d == SQLite {
			b.WriteString(" STRICT, WITHOUT ROWID") // a text is no number, and a case's offences lie together
		}
		b.WriteString(";\n\n")
	}
	return b.String()
}

// declare writes the column's comment and the column.
func (c *Column) declare(b *strings.Builder, d Dialect) {
	b.WriteString(comment("  ", c.Says))
	b.WriteString("  " + c.Name + " " + c.Type.name(d))
	if c.Must {
		b.WriteString(" NOT NULL")
	}
	check := c.Check
	if d == SQLite && c.Type == Boolean {
		if check != "" {
			check = " AND (" + check + ")"
		}
		check = c.Name + " IN (FALSE, TRUE)" + check
	}
	if check != "" {
		b.WriteString(" CHECK (" + check + ")")
	}
	b.WriteString(",\n")
}

func (t Type) name(d Dialect) string {
	switch {
	case t == Text:
		return "TEXT"
	case d == SQLite:
		return "INTEGER"
	case t == Boolean:
		return "BOOLEAN"
	}
	return "BIGINT"
}
