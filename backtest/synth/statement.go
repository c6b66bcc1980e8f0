package synth

import (
	"encoding/json"
	"errors"
	"fmt"
)

// StatementKey is where a Parquet file of a population has its Statement.
const StatementKey = "sallyport.population"

// Statement is what a population says of itself, in the file and in every report on it.
type Statement struct {
	Name  string   `json:"name"`
	Says  string   `json:"says"`
	Notes []string `json:"notes,omitempty"`
}

// maxStatement bounds the bytes of a statement.
const maxStatement = 1 << 16

// Statement is that of the population.
func (p *Population) Statement() ([]byte, error) {
	return json.Marshal(Statement{p.Name, p.Says, p.Notes})
}

// ReadStatement reads one from a file that somebody else may have written.
func ReadStatement(text string) (*Statement, error) {
	if len(text) > maxStatement {
		return nil, fmt.Errorf("%s: %d bytes; at most %d are read", StatementKey, len(text), maxStatement)
	}
	var s Statement
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, fmt.Errorf("%s: %w", StatementKey, err)
	}
	if s.Name == "" || s.Says == "" {
		return nil, errors.New(StatementKey + ": a population states its name and what it is")
	}
	return &s, nil
}
