package store

import "sallyport/internal/store/query"

// PublishedLeaves are the leaves that anyone can read, from index first up to, and without, behind, in order.
func (t *Tx) PublishedLeaves(first, behind uint64) ([]Published, error) {
	rows, err := t.query.Published(t.ctx, query.PublishedParams{First: int64(first), Behind: int64(behind)})
	all := make([]Published, len(rows))
	for i, row := range rows {
		all[i] = publishedRow(row)
	}
	return all, from(err)
}
