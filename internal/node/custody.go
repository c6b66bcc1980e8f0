package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sallyport"
	"sallyport/custody"
	"sallyport/internal/desk"
	"sallyport/internal/store"
)

// Custody is how a jail's own system tells what it knows (docs/operate/custody.md).
type Custody struct {
	Mapping string `yaml:"mapping"` // file
	Folder  string `yaml:"folder"`  // watched for *.csv and *.json
	By      string `yaml:"by"`      // the named person who answers for the export
}

// custodyExport takes exports until ctx ends: each by its temporary name renamed, as with transactions; what was taken is removed, what could not be is said in the log, line by line.
func (a *Agency) custodyExport(ctx context.Context) error {
	c := a.Config.Custody
	if c == nil {
		return nil
	}
	mapping, err := readMapping(c)
	if err != nil {
		return err
	}
	who := sallyport.Actor{ID: c.By, Office: a.Config.Place, Role: sallyport.JailClerk}
	for ctx.Err() == nil {
		names, err := filepath.Glob(filepath.Join(c.Folder, "*"))
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := a.takeExport(ctx, name, mapping, who); err != nil {
				a.Log.Error("custody export", "file", name, "error", err)
			}
		}
		wait(ctx, folderEvery, nil)
	}
	return nil
}

func readMapping(c *Custody) (*custody.Mapping, error) {
	if strings.TrimSpace(c.By) == "" {
		return nil, errors.New("custody: by: name the person who answers for the export")
	}
	file, err := os.Open(c.Mapping)
	if err != nil {
		return nil, fmt.Errorf("custody: %w", err)
	}
	mapping, err := custody.ReadMapping(c.Mapping, file)
	return mapping, errors.Join(err, file.Close())
}

// takeExport enters what one file says of bookings that are known here. Bookings that are not wait in it until they are: the file stays then, and is read again.
func (a *Agency) takeExport(ctx context.Context, path string, mapping *custody.Mapping, who sallyport.Actor) error {
	read := map[string]func(string, *os.File, func(*custody.Booking, error) error) error{
		".csv": func(n string, f *os.File, each func(*custody.Booking, error) error) error {
			return custody.CSV(n, f, mapping, each)
		},
		".json": func(n string, f *os.File, each func(*custody.Booking, error) error) error {
			return custody.JSON(n, f, mapping, each)
		},
	}[strings.ToLower(filepath.Ext(path))]
	if read == nil || strings.HasPrefix(filepath.Base(path), ".") {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	unknown := 0
	err = read(filepath.Base(path), file, func(b *custody.Booking, wrong error) error {
		if wrong != nil {
			a.Log.Error("custody export", "error", wrong)
			return nil
		}
		err := a.enterCustody(ctx, b, who)
		if errors.Is(err, store.ErrNone) {
			unknown++
			return nil
		}
		return err
	})
	if err = errors.Join(err, file.Close()); err != nil || unknown > 0 {
		return err
	}
	return os.Remove(path) // should it come back after a power cut, it changes nothing
}

func (a *Agency) enterCustody(ctx context.Context, b *custody.Booking, who sallyport.Actor) error {
	s, err := a.Desk.Find(ctx, b.TCN, b.ORI)
	if err != nil {
		return err
	}
	facts := make([]desk.Fact, len(b.Facts))
	for i, f := range b.Facts {
		facts[i] = desk.Fact(f)
	}
	var holds []string
	for _, h := range b.Holds {
		holds = append(holds, h.Kind)
	}
	for _, d := range b.Doubts {
		a.Log.Warn("a charge that may be a hold; a person has to say", "booking", b.Number, "why", d.Why, "line", d.Line)
	}
	return a.Desk.CustodyFacts(ctx, who, s.ID, time.Now(), facts, holds)
}
