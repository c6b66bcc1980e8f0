package sources_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/law"
	"sallyport/law/sources"
)

const page = `# Sources of us-zz/example

*read*: the point was read.

## How sure each rule is

| rule | citation | how sure |
|---|---|---|
| us-zz.a | s 1 | read S5, ZZ-ONE |

## Sources

| key | address |
|---|---|
| S5 | example.org/five |

## Not read

- The schedule,
  and its notes.
- Section 9.

## Dates

In force from 2014 (S5).
`

func TestParse(t *testing.T) {
	p := sources.Parse([]byte(page))
	if !p.HasRow(&law.Rule{ID: "us-zz.a", Cite: "s 1", Sure: "read S5, ZZ-ONE"}) || p.HasRow(&law.Rule{ID: "us-zz.a", Cite: "s 1", Sure: "memory"}) {
		t.Error("the row of the rule is not as the page has it")
	}
	if p.RowsAt != 7 {
		t.Errorf("the rows begin at line %d, want 7", p.RowsAt)
	}
	if diff := cmp.Diff(map[string]string{"S5": "example.org/five"}, p.Addresses); diff != "" {
		t.Error(diff)
	}
	want := []sources.Note{
		{Title: "Not read", Items: []string{"The schedule, and its notes.", "Section 9."}},
		{Title: "Dates", Items: []string{"In force from 2014 (S5)."}},
	}
	if diff := cmp.Diff(want, p.Notes); diff != "" {
		t.Error(diff)
	}
}

// TestKeys: a form's number is no source.
func TestKeys(t *testing.T) {
	got := sources.Keys("memory; read on the successor I-247A, S22; CT-PA1923 from 2019")
	if diff := cmp.Diff([]string{"S22", "CT-PA1923"}, got); diff != "" {
		t.Error(diff)
	}
}
