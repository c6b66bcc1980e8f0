package store

import "sallyport/internal/store/query"

// AddBookings notes how many bookings a place had on a day, for Bookings. A day and place is noted once.
func (t *Tx) AddBookings(day int64, place string, n int) error {
	return from(t.query.AddBookings(t.ctx, query.AddBookingsParams{Day: day, Place: place, N: int64(n)}))
}

// Bookings are how many each place had on the days from first up to, and without, behind.
func (t *Tx) Bookings(first, behind int64) (map[string]int, error) {
	rows, err := t.query.Bookings(t.ctx, query.BookingsParams{First: first, Behind: behind})
	all := make(map[string]int, len(rows))
	for _, row := range rows {
		all[row.Place] = int(row.N)
	}
	return all, from(err)
}
