package docket

import (
	"fmt"
	"time"

	"sallyport/internal/web/words"
)

// Moment is a time as people of the jail write it, with its zone.
func (m *Room) Moment(t time.Time) string {
	if t.IsZero() {
		return "not known"
	}
	t = t.In(m.Zone)
	zone, _ := t.Zone()
	return words.Day(words.English, t) + ", " + words.Clock(words.English, t) + " " + zone
}

// Day is a day, written 2015-05-06, as people write it.
func Day(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return words.Day(words.English, day)
}

// Until is how far away a time is: in 3 hours 12 minutes, or 5 minutes ago.
func (m *Room) Until(t time.Time) string {
	left := t.Sub(m.Now())
	if left < 0 {
		return span(-left) + " ago"
	}
	return "in " + span(left)
}

// Over says whether a time has come.
func (m *Room) Over(t time.Time) bool { return !m.Now().Before(t) }

func span(d time.Duration) string {
	minutes := int(d / time.Minute)
	days, hours := minutes/1440, minutes/60%24
	minutes %= 60
	switch {
	case d < time.Minute:
		return "less than a minute"
	case days >= 3:
		return count(days, "day")
	case days > 0:
		return join(count(days, "day"), count(hours, "hour"))
	case hours > 0:
		return join(count(hours, "hour"), count(minutes, "minute"))
	}
	return count(minutes, "minute")
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}

func count(n int, what string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// local is how a form has a time, in the jail's own zone.
const local = "2006-01-02T15:04"

// ReadLocal reads a form's time.
func (m *Room) ReadLocal(text string) (time.Time, error) {
	for _, form := range []string{local, local + ":05"} {
		if t, err := time.ParseInLocation(form, text, m.Zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a day and a time; write 2015-05-06T21:40", text)
}
