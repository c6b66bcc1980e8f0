// Package feed writes what a log says of its law and its days as an Atom feed (RFC 4287), from the log's leaves alone: whoever has the log writes the same
// bytes. Beside each day's batch it tells the log's size and root as they were then, and of nothing between: readers learn no more from it than from the log.
package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/record"
)

// File is what a feed is called, beside the log's checkpoint.
const File = "feed.atom"

// How many entries a feed has at most; the log has them all.
const (
	maxDays = 100
	maxLaws = 500
)

// Leaf is a leaf that a feed tells of, a record.Law or a record.Day, and its index in the log.
type Leaf struct {
	Index uint64
	Says  record.Published
}

// Known is what a log says of law, up to a checkpoint.
type Known struct {
	Origin string
	Size   uint64 // entries under the checkpoint
	Root   string
	Leaves []Leaf // of laws, in order
}

// Log is a log as far as a feed needs to know it.
type Log struct {
	Origin string
	Size   uint64                                        // entries under its checkpoint; a feed tells of these
	Root   func(size uint64) (hash tlog.Hash, err error) // when it had so many entries
}

// Make writes the feed of a log. leaves are all of its laws and days, in order; others are passed over.
func Make(log Log, leaves []Leaf) ([]byte, error) {
	f := maker{origin: log.Origin, last: map[string]record.Law{}}
	for _, leaf := range leaves {
		if leaf.Index >= log.Size {
			break
		}
		switch says := leaf.Says.(type) {
		case record.Law:
			if err := f.law(leaf.Index, says); err != nil {
				return nil, err
			}
		case record.Day:
			if d := (dayAt{leaf.Index, says}); d.end() <= log.Size {
				f.days = append(f.days, d)
			}
		}
	}
	f.laws = f.laws[max(0, len(f.laws)-maxLaws):]
	entries := f.laws
	for _, day := range f.days[max(0, len(f.days)-maxDays):] {
		more, err := f.day(day, log.Root)
		if err != nil {
			return nil, err
		}
		entries = append(entries, more...)
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(b.Updated, a.Updated) })
	return write(log.Origin, entries)
}

type dayAt struct {
	index uint64
	record.Day
}

// end is how many entries the log had with the whole batch.
func (d *dayAt) end() uint64 { return d.index + 1 + uint64(d.Lines) + uint64(d.Shared) }

// maker gathers the entries of a feed.
type maker struct {
	origin string
	last   map[string]record.Law // what the log said last of each version
	laws   []entry
	days   []dayAt
}

// day is an entry for a batch, and one for the log as it was then.
func (f *maker) day(d dayAt, root func(uint64) (tlog.Hash, error)) ([]entry, error) {
	over, err := endOf(d.Day.Day)
	if err != nil {
		return nil, err
	}
	size := d.end()
	hash, err := root(size)
	if err != nil {
		return nil, err
	}
	batch := f.entry("entry", d.index, "batch", over, "What happened on "+d.Day.Day,
		fmt.Sprintf("%d events in %d lines, and %d commitments to messages. Entry %d of the log is the head; the lines follow it. SHA-256 over what follows: %s.",
			d.Events, d.Lines, d.Common, d.index, d.Digest))
	tree := f.entry("tree", size, "checkpoint", over, fmt.Sprintf("The log over %d entries", size),
		fmt.Sprintf("Behind the batch of %s the log has %d entries, and the root %s.", d.Day.Day, size, hash))
	return []entry{batch, tree}, nil
}

// endOf is the end of a day, before which no batch of it can be.
func endOf(day string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return t, fmt.Errorf("feed: %w", err)
	}
	return t.AddDate(0, 0, 1), nil
}

// The parts of a feed, as RFC 4287 names them.
type (
	document struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  author   `xml:"author"`
		Link    link     `xml:"link"`
		Entries []entry  `xml:"entry"`
	}
	author struct {
		Name string `xml:"name"`
	}
	link struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		HRef string `xml:"href,attr"`
	}
	entry struct {
		ID       string   `xml:"id"`
		Title    string   `xml:"title"`
		Updated  string   `xml:"updated"`
		Category category `xml:"category"`
		Content  content  `xml:"content"`
	}
	category struct {
		Term string `xml:"term,attr"`
	}
	content struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

func (f *maker) entry(kind string, number uint64, term string, updated time.Time, title, text string) entry {
	return entry{ID: name(f.origin) + "/" + kind + "/" + strconv.FormatUint(number, 10), Title: title, Updated: updated.UTC().Format(time.RFC3339),
		Category: category{term}, Content: content{"text", text}}
}

// name is a log's name as an IRI that stays the same wherever the log is read (RFC 4151).
func name(origin string) string {
	host, path, _ := strings.Cut(origin, "/")
	return "tag:" + url.PathEscape(host) + ",2026:/" + (&url.URL{Path: path}).EscapedPath()
}

// never is when a feed of nothing was updated.
const never = "1970-01-01T00:00:00Z"

func write(origin string, entries []entry) ([]byte, error) {
	d := document{ID: name(origin), Title: "Changes of law and daily batches of the log " + origin, Updated: never, Author: author{origin},
		Link: link{"self", "application/atom+xml", File}, Entries: entries}
	if len(entries) > 0 {
		d.Updated = entries[0].Updated
	}
	out := bytes.NewBufferString(xml.Header)
	e := xml.NewEncoder(out)
	e.Indent("", "  ")
	if err := e.Encode(d); err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	out.WriteString("\n")
	return out.Bytes(), nil
}
