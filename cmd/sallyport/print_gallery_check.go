package main

import (
	"errors"
	"fmt"

	"sallyport/internal/gallery"
)

type galleryCheckCmd struct {
	File string `arg:"" help:"Gallery file."`
	JSON bool   `name:"json" help:"Print one JSON document."`
}

func (galleryCheckCmd) Help() string {
	return "Example: sallyport print gallery check people.gallery\n\n" +
		"Status 0 when all is well, 1 when something is wrong, 2 when the file is no gallery."
}

// mostGalleryFindings is how many are listed; of the rest only the number is told.
const mostGalleryFindings = 1000

type galleryReport struct {
	Subjects     int              `json:"subjects"`
	Places       int              `json:"places"`
	Bytes        int64            `json:"bytes"`
	RemovedBytes int64            `json:"removedBytes"`
	Findings     []galleryFinding `json:"findings"`
	More         int              `json:"more,omitempty"` // findings that are not listed
}

type galleryFinding struct {
	Offset  int64  `json:"offset"`
	Field   string `json:"field"`
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
}

func (c *galleryCheckCmd) Run(std streams) error {
	report, err := c.check(std)
	if err != nil {
		return galleryError(c.File, err)
	}
	if c.JSON {
		if err := printJSON(std.out, report); err != nil {
			return err
		}
	} else {
		for _, f := range report.Findings {
			fmt.Fprintf(std.out, "%s:@%d: %s: %s; %s\n", c.File, f.Offset, f.Field, f.Problem, f.Remedy)
		}
		if report.More > 0 {
			fmt.Fprintf(std.out, "%s: %d more\n", c.File, report.More)
		}
	}
	if len(report.Findings) > 0 {
		return findings()
	}
	if !c.JSON {
		fmt.Fprintf(std.out, "%s: %d subjects, %d bytes, %d of them of removed subjects\n", c.File, report.Subjects, report.Bytes, report.RemovedBytes)
	}
	return nil
}

// check reads the whole file. One that cannot be opened because of damage has that one finding.
func (c *galleryCheckCmd) check(std streams) (*galleryReport, error) {
	report := &galleryReport{Findings: []galleryFinding{}}
	f, err := gallery.Open(c.File)
	if damage, ok := errors.AsType[*gallery.Damage](err); ok && !damage.Foreign {
		report.add(damage)
		return report, nil
	}
	if err != nil {
		return nil, err
	}
	progress := newProgress(std.err, "places", f.Places())
	f.Check(report.add, progress.step)
	progress.done()
	report.Subjects, report.Places = f.Len(), f.Places()
	report.Bytes, report.RemovedBytes = f.Bytes()
	return report, f.Close()
}

func (r *galleryReport) add(damage *gallery.Damage) {
	if len(r.Findings) == mostGalleryFindings {
		r.More++
		return
	}
	r.Findings = append(r.Findings, galleryFinding{damage.Offset, damage.Field, damage.Problem, damage.Remedy})
}
