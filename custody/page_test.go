package custody_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/custody"
)

// block is the code block of a page that follows a text.
func block(t *testing.T, page, after, language string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, after)
	_, rest, fenced := strings.Cut(rest, "```"+language+"\n")
	text, _, closed := strings.Cut(rest, "```")
	if !ok || !fenced || !closed {
		t.Fatalf("no block after %q", after)
	}
	return text
}

func mapping(t testing.TB, text string) *custody.Mapping {
	t.Helper()
	m, err := custody.ReadMapping("map.yaml", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

type reader func(string, *custody.Mapping, func(*custody.Booking, error) error) error

func csv(text string) reader {
	return func(name string, m *custody.Mapping, each func(*custody.Booking, error) error) error {
		return custody.CSV(name, strings.NewReader(text), m, each)
	}
}

func json(text string) reader {
	return func(name string, m *custody.Mapping, each func(*custody.Booking, error) error) error {
		return custody.JSON(name, strings.NewReader(text), m, each)
	}
}

// all reads every booking and every problem.
func all(t testing.TB, name string, read reader, m *custody.Mapping) (bookings []*custody.Booking, problems string) {
	t.Helper()
	err := read(name, m, func(b *custody.Booking, err error) error {
		var wrong *custody.Error
		switch {
		case errors.As(err, &wrong):
			problems += wrong.Error() + "\n"
		case err != nil:
			t.Errorf("%v is not an *Error", err)
		default:
			bookings = append(bookings, b)
		}
		return nil
	})
	if err != nil {
		problems += err.Error() + "\n"
	}
	return bookings, problems
}

// shown writes bookings as the page does.
func shown(bookings []*custody.Booking) string {
	var s strings.Builder
	for _, b := range bookings {
		fmt.Fprintf(&s, "%s %s %s, booked %s, %s\n", b.Number, b.TCN, b.ORI, b.BookedAt.Format(time.RFC3339), b.Facility)
		for _, f := range b.Facts {
			fmt.Fprintf(&s, "  %s = %s (%s)\n", f.Path, f.Value, f.Source)
		}
		for _, h := range b.Holds {
			fmt.Fprintf(&s, "  hold: %s, line %d: %s", h.Kind, h.Line, h.Text)
			if h.Agency != "" {
				fmt.Fprintf(&s, ", of %s", h.Agency)
			}
			s.WriteByte('\n')
		}
		for _, d := range b.Doubts {
			fmt.Fprintf(&s, "  doubt: line %d: %s: %s\n", d.Line, d.Text, d.Why)
		}
	}
	return s.String()
}

func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/operate/custody.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestThePageRuns reads the example of docs/operate/custody.md and holds it to what the page says comes out.
func TestThePageRuns(t *testing.T) {
	text := page(t)
	m := mapping(t, block(t, text, "`alder.yaml`", "yaml"))
	bookings, problems := all(t, "alder.csv", csv(block(t, text, "`alder.csv`", "csv")), m)
	if diff := cmp.Diff(block(t, text, "it was read from:", ""), shown(bookings)); diff != "" {
		t.Errorf("(-page +read):\n%s", diff)
	}
	if diff := cmp.Diff(block(t, text, "what is wrong:", ""), problems); diff != "" {
		t.Errorf("(-page +read):\n%s", diff)
	}
}
