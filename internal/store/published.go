package store

import "sallyport/internal/store/query"

// PublishedLeaves are the leaves that anyone can read, from index first up to, and without, behind, in order; at most limit of them.
func (t *Tx) PublishedLeaves(first, behind uint64, limit int) ([]Published, error) {
	rows, err := t.query.NextPublished(t.ctx, query.NextPublishedParams{First: int64(first), Behind: int64(behind), Most: int64(limit)})
	all := make([]Published, len(rows))
	for i, row := range rows {
		all[i] = publishedRow(row)
	}
	return all, from(err)
}
