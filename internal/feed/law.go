package feed

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sallyport/record"
)

// law is an entry for a change of law.
func (f *maker) law(index uint64, l record.Law) error {
	loaded, err := time.Parse(time.DateOnly, l.Loaded)
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	version := l.Pack + "@" + l.Version
	before, known := f.last[version]
	f.last[version] = l
	f.laws = append(f.laws, f.entry("entry", index, "law", loaded, version+": "+Change(before, l, known), about(l, index)))
	return nil
}

// Change says in a few words what a leaf says otherwise than the one before it of the same version; known says whether there is one.
func Change(before, l record.Law, known bool) string {
	switch {
	case l.Removed:
		return "applied no more"
	case !known:
		return "applied"
	case before.Removed:
		return "applied again"
	}
	var parts []string
	for _, part := range []struct {
		name    string
		changed bool
	}{
		{"text", before.Text != l.Text}, {"rules", before.Rules != l.Rules}, {"cases", before.Cases != l.Cases}, {"last day", before.Ends != l.Ends},
		{"engine", before.Engine != l.Engine}, {"signatures", !slices.Equal(before.Signed, l.Signed)},
	} {
		if part.changed {
			parts = append(parts, part.name)
		}
	}
	return "changed: " + strings.Join(parts, ", ")
}

// about is all that the log says of the version.
func about(l record.Law, index uint64) string {
	ends := "has no last day"
	if l.Ends != "" {
		ends = "in force to " + l.Ends
	}
	signed := "No counsel has signed this."
	if len(l.Signed) > 0 {
		signed = "Signed: " + strings.Join(l.Signed, "; ") + "."
	}
	return fmt.Sprintf("%s, text of %s, %s. SHA-256 of the text %s, of the rules %s, of the cases %s; engine %s. %s Loaded on %s; entry %d of the log.",
		l.Pack, l.Version, ends, l.Text, l.Rules, l.Cases, l.Engine, signed, l.Loaded, index)
}
