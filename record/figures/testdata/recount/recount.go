// Package recount counts published logs again, for tests: from the tiles as they lie in a folder, by the standard library alone and with nothing of what
// makes figures. What it comes to has to be what is shown.
package recount

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Log is what one log has published: each leaf as it reads.
type Log struct {
	Origin, Root string
	Size         uint64
	Lines, Heads []map[string]any
}

// Read reads the log whose checkpoint and tiles lie in a folder.
func Read(dir string) (*Log, error) {
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return nil, err
	}
	lines := strings.SplitN(string(text), "\n", 4)
	if len(lines) < 4 {
		return nil, errors.New("no checkpoint")
	}
	l := &Log{Origin: lines[0], Root: lines[2]}
	if l.Size, err = strconv.ParseUint(lines[1], 10, 64); err != nil {
		return nil, err
	}
	for first := uint64(0); first < l.Size; first += 256 {
		width := min(256, l.Size-first)
		data, err := bundle(dir, first/256, width)
		if err != nil {
			return nil, err
		}
		for range width {
			size := 2 + int(binary.BigEndian.Uint16(data))
			if err := l.take(data[2:size]); err != nil {
				return nil, err
			}
			data = data[size:]
		}
	}
	return l, nil
}

// bundle reads a bundle of entries, whole or as far as it goes.
func bundle(dir string, n, width uint64) ([]byte, error) {
	name := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	name = filepath.Join(dir, "tile", "entries", name)
	if width < 256 {
		if data, err := os.ReadFile(fmt.Sprintf("%s.p/%d", name, width)); err == nil {
			return data, nil
		}
	}
	return os.ReadFile(name)
}

func (l *Log) take(leaf []byte) error {
	first, body, _ := bytes.Cut(leaf, []byte("\n"))
	var read map[string]any
	switch {
	case len(leaf) == 32:
		return nil
	case string(first) == "sallyport line v1":
		l.Lines = append(l.Lines, map[string]any{})
		read = l.Lines[len(l.Lines)-1]
	case string(first) == "sallyport day v1":
		l.Heads = append(l.Heads, map[string]any{})
		read = l.Heads[len(l.Heads)-1]
	default:
		return nil
	}
	return json.NewDecoder(bufio.NewReader(bytes.NewReader(body))).Decode(&read)
}

// fields are what a term of a query is about, where a line has another word for it.
var fields = map[string]string{"rule": "rules", "pack": "packs"}

// Count counts the lines that a query asks for: terms of the form key=value, "" for lines without, * for lines with any.
func (l *Log) Count(query string) (n int) {
	for _, line := range l.Lines {
		all := true
		for _, term := range strings.Fields(query) {
			key, value, _ := strings.Cut(term, "=")
			all = all && meets(line, key, value)
		}
		if all {
			n += int(line["n"].(float64))
		}
	}
	return n
}

func meets(line map[string]any, key, value string) bool {
	if key == "month" || key == "year" {
		day := line["day"].(string)
		if key == "month" {
			return len(day) == 10 && (value == "*" || value != "" && strings.HasPrefix(day, value)) || len(day) == 4 && value == ""
		}
		return value == "*" || value != "" && strings.HasPrefix(day, value)
	}
	if other := fields[key]; other != "" {
		key = other
	}
	var has []any
	switch v := line[key].(type) {
	case string:
		has = []any{v}
	case []any:
		has = v
	}
	for _, v := range has {
		if v == value {
			return true
		}
	}
	return len(has) == 0 && value == "" || len(has) > 0 && value == "*"
}

// Days is of how many days of a month (2015-08) the log has a head.
func (l *Log) Days(month string) (n int) {
	for _, head := range l.Heads {
		if strings.HasPrefix(head["day"].(string), month) {
			n++
		}
	}
	return n
}
