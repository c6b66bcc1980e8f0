package niem

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
)

// TestImageLimit stops an image that is longer than it may be before it is all decoded.
func TestImageLimit(t *testing.T) {
	for limit, want := range map[int]error{8: errTooLarge, 9: nil} {
		source := newTap(strings.NewReader("<a>" + strings.Repeat("AAAA", 3) + "</a>"))
		decoder := xml.NewDecoder(source)
		if _, err := decoder.Token(); err != nil {
			t.Fatal(err)
		}
		if _, err := source.base64(decoder, nil, limit); !errors.Is(err, want) {
			t.Errorf("limit %d: %v, want %v", limit, err, want)
		}
	}
	long := gatherer{limit: 3 << 10}
	text := []byte(strings.Repeat("A", 1<<13+4))
	if err := long.add(text); !errors.Is(err, errTooLarge) || len(long.dst) > long.limit {
		t.Errorf("%d bytes and %v", len(long.dst), err)
	}
}

// TestMarkupLimit stops a package of too much markup, whatever it says.
func TestMarkupLimit(t *testing.T) {
	source := newTap(strings.NewReader("<a>"))
	source.total = MaxMarkup
	if _, err := source.ReadByte(); !errors.Is(err, errMarkup) {
		t.Error(err)
	}
}
