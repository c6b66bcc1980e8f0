package custody

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

const rfc3339 = time.RFC3339

// tokens are the words of a format, and how package time writes them.
var tokens = map[string]string{"YYYY": "2006", "MM": "01", "M": "1", "DD": "02", "D": "2", "HH": "15", "hh": "03", "h": "3",
	"mm": "04", "ss": "05", "A": "PM"}

// layoutOf turns M/D/YYYY HH:mm into package time's way of saying it.
func layoutOf(s string) (string, error) {
	var b strings.Builder
	have := map[byte]bool{}
	for rest := s; rest != ""; {
		token := rest[:1]
		for len(token) < len(rest) && rest[len(token)] == rest[0] {
			token = rest[:len(token)+1]
		}
		rest = rest[len(token):]
		layout, ok := tokens[token]
		switch {
		case ok:
			have[token[0]] = true
		case strings.Trim(token, "-/. :,T") == "":
			layout = token
		default:
			return "", fmt.Errorf("%q is none of YYYY, MM, M, DD, D, HH, hh, h, mm, ss, A", clip(token))
		}
		b.WriteString(layout)
	}
	switch {
	case !have['Y'] || !have['M'] || !have['D']:
		return "", errors.New("needs a year (YYYY), a month and a day")
	case have['h'] != have['A']:
		return "", errors.New("hh and h go with A, the AM or PM")
	}
	return b.String(), nil
}

// timed says whether a layout has the time of day.
func timed(layout string) bool {
	return strings.Contains(layout, "04") && (strings.Contains(layout, "15") || strings.Contains(layout, "PM"))
}

// day reads a date: as 2015-05-06, or in one of the mapping's formats. A time of day beside it is not looked at.
func (m *Mapping) day(s string) (string, error) {
	for _, layout := range append([]string{time.DateOnly}, m.formats...) {
		t, err := time.Parse(layout, s)
		if err == nil {
			return t.Format(time.DateOnly), inRange(t, s)
		}
	}
	return "", fmt.Errorf("%q is not a date in one of the mapping's formats, nor as 2015-05-06", clip(s))
}

// instant reads a time: with an offset, or in one of the mapping's formats on the clocks of its zone.
func (m *Mapping) instant(s string) (time.Time, error) {
	if t, err := time.Parse(rfc3339, s); err == nil {
		return t, inRange(t, s)
	}
	for _, layout := range m.formats {
		if !timed(layout) {
			continue
		}
		wall, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if err := inRange(wall, s); err != nil {
			return wall, err
		}
		if m.zone == nil {
			return wall, fmt.Errorf("%q has no offset; name the zone of the jail's clocks in the mapping, as in zone: America/Chicago", clip(s))
		}
		return onClocks(wall, m.zone)
	}
	return time.Time{}, fmt.Errorf("%q is not a date with a time of day in one of the mapping's formats, nor as 2015-05-06T10:00:00-07:00", clip(s))
}

func inRange(t time.Time, s string) error {
	if t.Year() < 1900 || t.Year() > 2200 {
		return fmt.Errorf("%q: years 1900 to 2200 are read", clip(s))
	}
	return nil
}

// onClocks is the moment at which the clocks of a zone show wall. In the night in which they are set back an hour comes
// twice, and in the other one never.
func onClocks(wall time.Time, zone *time.Location) (time.Time, error) {
	var found []time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := wall.Add(near).In(zone).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		shows := t.Format(time.DateTime) == wall.Format(time.DateTime)
		if shows && (len(found) == 0 || !found[0].Equal(t)) {
			found = append(found, t)
		}
	}
	switch shown := wall.Format(time.DateTime); len(found) {
	case 0:
		return wall, fmt.Errorf("the clocks of %s never showed %s: they were set forward; correct it", zone, shown)
	case 1:
		return found[0], nil
	default:
		return wall, fmt.Errorf("the clocks of %s showed %s twice: they were set back; export it with its offset", zone, shown)
	}
}
