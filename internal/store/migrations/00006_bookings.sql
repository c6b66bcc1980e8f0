-- +goose Up

-- How many bookings each place had, by the day whose batch counted them: what decides whether a place is published by its own name.
CREATE TABLE bookings (
	day   BIGINT NOT NULL, -- since 1970, UTC
	place TEXT NOT NULL,
	n     BIGINT NOT NULL,
	PRIMARY KEY (day, place)
);
