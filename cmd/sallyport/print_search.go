package main

import (
	"fmt"

	"sallyport/fingerprint"
	"sallyport/internal/gallery"
)

type printSearchCmd struct {
	Gallery string   `required:"" placeholder:"FILE" help:"Gallery file."`
	Probes  []string `arg:"" name:"probe" help:"One person's prints: images or minutiae records named PERSON_FINGER.EXT or PERSON_FINGER_IMPRESSION.EXT, or records and transactions that say their fingers."`
	DPI     int      `name:"dpi" help:"Resolution of images, where the files do not state it."`
	Limit   int      `default:"10" help:"How many candidates at most."`
	JSON    bool     `name:"json" help:"Print one JSON document."`
}

func (printSearchCmd) Help() string {
	return "Example: sallyport print search --gallery people.gallery booking_1.png booking_2.png --dpi 500\n\n" +
		"The likeliest subjects are compared, fingers out of sequence and exchanged hands too. A candidate is a subject whose score is above 0, more " +
		"like one person than like two; a score decides nothing. The false-match rate is a bound on the share of strangers who would be as much like the " +
		"probe, never below what was measured: 3 in 100,000 (synthetic) for ten fingers, 2.7 in 10,000 for one. docs/gallery.md says what it rests on."
}

type searchReport struct {
	Subjects   int               `json:"subjects"` // that were compared
	Candidates []searchCandidate `json:"candidates"`

	SameFinger [][2]int `json:"sameFinger,omitempty"` // positions of the probe that hold the same finger
}

type searchCandidate struct {
	ID             string      `json:"id"`
	Score          float64     `json:"score"`
	FalseMatchRate float64     `json:"falseMatchRate"` // at most
	Fingers        [10]float64 `json:"fingers"`        // score of each; 0 where it was not compared

	Misplaced []fingerprint.Misplaced `json:"misplaced,omitempty"` // fingers of the probe that are out of sequence
}

func (c *printSearchCmd) Run(std streams) error {
	if c.Limit < 1 {
		return badInput(fmt.Errorf("print search: --limit must be at least 1"))
	}
	people, err := findPeople(c.Probes, "probe")
	if err != nil {
		return err
	}
	probe, err := people[0].read(c.DPI)
	if err != nil {
		return err
	}
	report, err := c.search(std, &probe)
	if err != nil {
		return galleryError(c.Gallery, err)
	}
	if c.JSON {
		return printJSON(std.out, report)
	}
	for _, pair := range report.SameFinger {
		fmt.Fprintf(std.err, "probe: positions %d and %d hold the same finger; take both again\n", pair[0], pair[1])
	}
	for _, one := range report.Candidates {
		fmt.Fprintf(std.out, "%s score %.3f, false-match rate at most %.2g%s\n", one.ID, one.Score, one.FalseMatchRate, outOfSequence(one.Misplaced))
	}
	if len(report.Candidates) == 0 {
		fmt.Fprintf(std.err, "no candidate among %d subjects\n", report.Subjects)
	}
	return nil
}

func outOfSequence(fingers []fingerprint.Misplaced) (text string) {
	for _, f := range fingers {
		text += fmt.Sprintf("; the probe's %d is finger %d", f.Finger, f.Is)
	}
	return text
}

func (c *printSearchCmd) search(std streams, probe *fingerprint.TenPrint) (*searchReport, error) {
	f, err := gallery.Open(c.Gallery)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	progress := newProgress(std.err, "places", f.Places())
	found, err := f.Search(probe, c.Limit, progress.add)
	progress.done()
	if err != nil {
		return nil, err
	}
	fingers := probe.Prepare()
	report := &searchReport{Subjects: f.Len(), Candidates: []searchCandidate{}, SameFinger: fingerprint.SameFinger(&fingers)}
	for _, one := range found {
		if one.Score > 0 {
			report.Candidates = append(report.Candidates, searchCandidate{one.ID, one.Score, one.FalseMatchRate(), one.Fingers, one.Misplaced})
		}
	}
	return report, nil
}
