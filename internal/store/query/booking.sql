-- name: AddBookings :exec
INSERT INTO bookings (day, place, n) VALUES (@day, @place, @n);

-- name: Bookings :many
SELECT place, CAST(SUM(n) AS BIGINT) AS n FROM bookings WHERE day >= @first AND day < @behind GROUP BY place ORDER BY place;
