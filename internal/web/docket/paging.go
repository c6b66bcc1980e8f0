package docket

import (
	"net/url"
	"strconv"
	"time"

	"sallyport/internal/desk"
)

// OnePage is how many cases a page of a list shows.
const OnePage = 50

// MarkIn reads where a page of a list begins; what does not read is the list's beginning.
func MarkIn(q url.Values) desk.Mark {
	micro, err := strconv.ParseInt(q.Get("after"), 10, 64)
	if err != nil || micro <= 0 || q.Get("behind") == "" {
		return desk.Mark{}
	}
	return desk.Mark{Due: time.UnixMicro(micro), ID: q.Get("behind")}
}

// Next is the address of the page behind a mark, with what else the list's address has; "" where nothing is behind it.
func Next(path string, more bool, last desk.Mark, with ...string) string {
	if !more {
		return ""
	}
	q := url.Values{"after": {strconv.FormatInt(last.Due.UnixMicro(), 10)}, "behind": {last.ID}}
	for i := 0; i+1 < len(with); i += 2 {
		q.Set(with[i], with[i+1])
	}
	return path + "?" + q.Encode()
}
