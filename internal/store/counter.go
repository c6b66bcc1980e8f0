package store

// number takes the next number of a counter: 1, 2 and so on without gaps, as the counter's row stays locked until the
// transaction ends, and a number not kept is given again.
func (t *Tx) number(counter string) (int64, error) {
	n, err := t.query.NextNumber(t.ctx, counter)
	return n, from(err)
}
