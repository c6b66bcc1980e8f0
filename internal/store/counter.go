package store

import "sallyport/internal/store/query"

// given is how many numbers of a counter were given, and how many of them its row says.
type given struct{ last, written int64 }

// number takes the next number of a counter: 1, 2 and so on without gaps, as the counter's row stays locked until the
// transaction ends, and a number not kept is given again. Only the first of a transaction asks the database; see keepNumbers.
func (t *Tx) number(counter string) (int64, error) {
	if n := t.numbers[counter]; n != nil {
		n.last++
		return n.last, nil
	}
	last, err := t.query.NextNumber(t.ctx, counter)
	if err != nil {
		return 0, from(err)
	}
	if t.numbers == nil {
		t.numbers = map[string]*given{}
	}
	t.numbers[counter] = &given{last, last}
	return last, nil
}

// keepNumbers writes what was given, at the end of the transaction.
func (t *Tx) keepNumbers() error {
	for counter, n := range t.numbers {
		if n.last == n.written {
			continue
		}
		if err := t.query.SetNumber(t.ctx, query.SetNumberParams{Name: counter, Last: n.last}); err != nil {
			return from(err)
		}
	}
	return nil
}
