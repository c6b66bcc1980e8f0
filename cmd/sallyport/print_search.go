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
		"Every subject is compared. A candidate is a subject whose score is above 0, more like one person than like two; a score decides nothing. " +
		"The false-match rate is a bound, from comparisons of single fingers of FVC2002: at most this share of strangers has a finger as much like the " +
		"probe's as the candidate's best. What several fingers say together is not counted in it."
}

type searchReport struct {
	Subjects   int               `json:"subjects"` // that were compared
	Candidates []searchCandidate `json:"candidates"`
}

type searchCandidate struct {
	ID             string      `json:"id"`
	Score          float64     `json:"score"`
	FalseMatchRate float64     `json:"falseMatchRate"` // at most
	Fingers        [10]float64 `json:"fingers"`        // score of each; 0 where it was not compared
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
	for _, one := range report.Candidates {
		fmt.Fprintf(std.out, "%s score %.3f, false-match rate at most %.2g\n", one.ID, one.Score, one.FalseMatchRate)
	}
	if len(report.Candidates) == 0 {
		fmt.Fprintf(std.err, "no candidate among %d subjects\n", report.Subjects)
	}
	return nil
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
	report := &searchReport{Subjects: f.Len(), Candidates: []searchCandidate{}}
	for _, one := range found {
		if one.Score > 0 {
			report.Candidates = append(report.Candidates, searchCandidate{one.ID, one.Score, one.FalseMatchRate(), one.Fingers})
		}
	}
	return report, nil
}
