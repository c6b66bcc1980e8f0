// Command world makes the folder of a trial, for the tests of the pages: a gallery of invented people, a booking that waits for examiners, and one that waits
// for the records clerk, about whom sources disagree.
package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"os"
	"time"

	"sallyport"
	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/desk"
	"sallyport/internal/node"
	"sallyport/itl/ebts"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

const office = "identification service"

var (
	clerk = sallyport.Actor{ID: "c. example", Office: office, Role: sallyport.Clerk}
	other = sallyport.Actor{ID: "d. example", Office: office, Role: sallyport.Clerk}
	first = sallyport.Actor{ID: "a. example", Office: office, Role: sallyport.Examiner}
	then  = sallyport.Actor{ID: "b. example", Office: office, Role: sallyport.Examiner}
	has   = [2]int{2, 7} // both index fingers
	jails = []node.Jail{{Place: "us-oh/franklin", ORI: "OHFRTRY01"}}
)

func main() {
	made := build
	switch {
	case len(os.Args) == 3 && os.Args[2] == "record":
		made = recorded
	case len(os.Args) != 2:
		fmt.Fprintln(os.Stderr, "usage: world DIR [record]")
		os.Exit(2)
	}
	if err := made(context.Background(), os.Args[1], time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// build prints a line for each booking: NAME ID.
func build(ctx context.Context, dir string, now time.Time) error {
	book, err := compile.Load(packs.FS)
	if err != nil {
		return err
	}
	trial, err := node.OpenTrial(ctx, dir, jails, book, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	h := trial.Hub.Desk
	if err := enrol(ctx, h, now); err != nil {
		return errors.Join(err, trial.Close())
	}
	waiting, err := booked(ctx, h, "TRIAL-2026-000001", now)
	if err != nil {
		return errors.Join(err, trial.Close())
	}
	confirmed, err := booked(ctx, h, "TRIAL-2015-000002", underPEP) // today's federal door would end it
	if err == nil {
		err = known(ctx, h, confirmed, underPEP)
	}
	may, failed := askable(ctx, h)
	err = errors.Join(err, failed)
	fmt.Println("askable", may)
	fmt.Println("prints", waiting)
	fmt.Println("facts", confirmed)
	return errors.Join(err, trial.Close())
}

func grown(person, finger, impression int) *image.Gray {
	return synth.NewPerson(1, person).Finger(finger).Impression(impression)
}

func enrol(ctx context.Context, h *desk.Hub, now time.Time) error {
	for person := range 3 {
		var prints []fingerprint.Template
		var images []ebts.Print
		for _, finger := range has {
			print := grown(person, finger, 0)
			template, err := extraction.Template(print, fingerprint.Resolution)
			if err != nil {
				return err
			}
			template.Finger = finger
			image, err := ebts.NewPrint(finger, true, print)
			if err != nil {
				return err
			}
			prints, images = append(prints, template), append(images, image)
		}
		if err := h.Enrol(ctx, clerk, fmt.Sprintf("G-%06d", person+1), now, prints, "an order, invented", images...); err != nil {
			return err
		}
	}
	return nil
}

// booked sends a booking of the first of them, and has it searched.
func booked(ctx context.Context, h *desk.Hub, tcn string, now time.Time) (id string, err error) {
	c := ebts.CAR{
		Control: ebts.Control{TCN: tcn, DAI: "WVHUBTRY1", ORI: "OHFRTRY01", Date: now, Priority: 4},
		Retain:  true, CRI: []string{"OHFRTRY01"}, Arrest: now, Charges: []ebts.Charge{{Date: now, Offense: "ORC 2913.02"}},
		Person: ebts.Person{Name: "BODY,NO", Birth: []string{"19900101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for finger := 1; finger <= 10; finger++ {
		if finger != has[0] && finger != has[1] {
			c.Missing = append(c.Missing, ebts.Missing{Finger: finger, Reason: "XX"})
			continue
		}
		print, err := ebts.NewPrint(finger, true, grown(0, finger, 1))
		if err != nil {
			return "", err
		}
		c.Prints = append(c.Prints, print)
	}
	made, err := c.Transaction()
	if err != nil {
		return "", err
	}
	id, _, err = h.Receive(ctx, "", made.Append(nil), now)
	if err != nil {
		return "", err
	}
	return id, h.Search(ctx, id, now)
}

// known has two examiners confirm the person, two clerks read different records, and the door ask for more.
func known(ctx context.Context, h *desk.Hub, id string, now time.Time) error {
	same := []string{"G-000001"}
	return errors.Join(h.Examine(ctx, first, id, now, same), h.Examine(ctx, then, id, now, same),
		h.RecordFacts(ctx, clerk, id, now, []desk.Fact{{Path: "person.prior_removal", Value: "true", Source: "order of removal, invented"}}),
		h.RecordFacts(ctx, other, id, now, []desk.Fact{{Path: "person.prior_removal", Value: "false", Source: "entry stamps of a passport, invented"}}),
		h.RecordFacts(ctx, clerk, id, now, []desk.Fact{{Path: "person.citizenship_indicated", Value: "true", Source: "birth index of the state, invented"}}),
		h.Challenge(ctx, clerk, id, now, "identity", "He says that his brother gave his name."),
		h.Screen(ctx, id, now))
}
