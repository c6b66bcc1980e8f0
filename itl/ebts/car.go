package ebts

import (
	"bytes"
	"fmt"
	"image"
	"strconv"
	"time"

	"sallyport/itl"
	"sallyport/wsq"
)

// CAR is a criminal ten-print submission, answer required (EBTS 10.0, template CAR).
type CAR struct {
	Control
	Retain  bool     // 2.005 RET: whether the submitter asks the FBI to keep the prints
	CRI     []string // 2.073: the agencies in control of the record, one to three; the jail is the first
	OCA     string   // 2.009: the agency's own case number; "" for none
	Person  Person
	Arrest  time.Time // 2.045 DOA
	Charges []Charge  // 2.047 ASL, one to forty
	Prints  []Print
	Missing []Missing // 2.084 AMP
}

// Person is what a CAR must say of the person, in the codes of EBTS 10.0, appendix D.
type Person struct {
	Name  string   // 2.018 NAM: "SURNAME,GIVEN MIDDLE"
	Birth []string // 2.022 DOB: YYYYMMDD, one to five
	POB   string   // 2.020: a state or country code
	Sex   string   // 2.024
	Race  string   // 2.025 RAC
	HGT   string   // 2.027: feet and inches as 510
	WGT   string   // 2.029: pounds, three digits
	Eyes  string   // 2.031 EYE
	Hair  string   // 2.032 HAI
}

// Charge is one offence of the arrest.
type Charge struct {
	Date    time.Time // DOO
	Offense string    // AOL: the offence in words
}

// Missing is a finger that was not printed.
type Missing struct {
	Finger int    // 1 to 10
	Reason string // XX amputated, UP unable to print
}

// Print is one fingerprint at 500 pixels per inch.
type Print struct {
	Finger int // FGP: 1 to 10 right thumb to left little, 11 to 14 plain thumbs and slaps
	Rolled bool
	WSQ    []byte
}

// NewPrint compresses an image at the FBI's nominal rate.
func NewPrint(finger int, rolled bool, img *image.Gray) (Print, error) {
	var out bytes.Buffer
	if err := wsq.Encode(&out, img, wsq.Options{}); err != nil {
		return Print{}, fmt.Errorf("finger %d: %w", finger, err)
	}
	return Print{finger, rolled, out.Bytes()}, nil
}

// Transaction builds the submission, its prints in Type-4 records. The error names the first
// field that EBTS would refuse.
func (c CAR) Transaction() (*itl.Transaction, error) {
	prints := make([]itl.Record, 0, len(c.Prints)+1)
	prints = append(prints, c.record2())
	for i, p := range c.Prints {
		r, err := p.record(i + 1)
		if err != nil {
			return nil, err
		}
		prints = append(prints, r)
	}
	return built(itl.New(c.Control.record("CAR", len(c.Prints) > 0), prints...))
}

// record2 makes the Type-2 record.
func (c CAR) record2() itl.Record {
	r := itl.NewRecord(2, 0)
	r.SetText(5, map[bool]string{true: "Y", false: "N"}[c.Retain])
	setSome(&r, 9, c.OCA)
	c.Person.set(&r)
	r.SetText(45, c.Arrest.Format(day))
	var charges, missing [][]string
	for _, charge := range c.Charges {
		charges = append(charges, []string{charge.Date.Format(day), charge.Offense})
	}
	r.Set(47, charges...)
	setSome(&r, 73, c.CRI...)
	for _, m := range c.Missing {
		missing = append(missing, []string{fmt.Sprintf("%02d", m.Finger), m.Reason})
	}
	if len(missing) > 0 {
		r.Set(84, missing...)
	}
	return r
}

func (p Person) set(r *itl.Record) {
	setSome(r, 18, p.Name)
	setSome(r, 20, p.POB)
	setSome(r, 22, p.Birth...)
	setSome(r, 24, p.Sex)
	setSome(r, 25, p.Race)
	setSome(r, 27, p.HGT)
	setSome(r, 29, p.WGT)
	setSome(r, 31, p.Eyes)
	setSome(r, 32, p.Hair)
}

func (p Print) record(idc int) (itl.Record, error) {
	info, err := wsq.DecodeConfigBytes(p.WSQ)
	if err != nil {
		return itl.Record{}, fmt.Errorf("finger %d: %w", p.Finger, err)
	}
	if p.Finger < 1 || p.Finger > 14 {
		return itl.Record{}, fmt.Errorf("finger position %d: must be 1 to 14", p.Finger)
	}
	impression := 0
	if p.Rolled {
		impression = 1
	}
	return itl.Type4{IDC: idc, Impression: impression, Fingers: []int{p.Finger}, Width: info.Width, Height: info.Height,
		Compression: 1, Data: p.WSQ}.Record()
}

// ParseCAR reads a criminal ten-print: a CAR, or one of its variants CNA, CPDR and CPNU. Prints come
// from Type-4 and Type-14 records in WSQ; their bytes are those of tx, not copies. A print in
// another compression is an error, as no answer could be based on it.
func ParseCAR(tx *itl.Transaction) (CAR, error) {
	control, err := parseControl(tx, "CAR", "CNA", "CPDR", "CPNU")
	if err != nil {
		return CAR{}, err
	}
	r, err := descriptive(tx)
	if err != nil {
		return CAR{}, err
	}
	c := CAR{Control: control, Retain: r.Text(5) == "Y", CRI: texts(r, 73), OCA: r.Text(9), Person: parsePerson(r)}
	if c.Arrest, err = parseDay(r.Text(45), "2.045"); err != nil {
		return c, err
	}
	for _, items := range r.Items(47) {
		charge := Charge{Offense: items[len(items)-1]}
		if charge.Date, err = parseDay(items[0], "2.047"); err != nil {
			return c, err
		}
		c.Charges = append(c.Charges, charge)
	}
	for _, items := range r.Items(84) {
		finger, err := strconv.Atoi(items[0]) // decimal: a scan would take "08" for octal
		if err != nil || len(items) < 2 {
			return c, fmt.Errorf("2.084: %q: write a finger position and XX or UP", items)
		}
		c.Missing = append(c.Missing, Missing{Finger: finger, Reason: items[1]})
	}
	c.Prints, err = parsePrints(tx)
	return c, err
}

func parsePerson(r *itl.Record) Person {
	return Person{Name: r.Text(18), Birth: texts(r, 22), POB: r.Text(20), Sex: r.Text(24), Race: r.Text(25), HGT: r.Text(27),
		WGT: r.Text(29), Eyes: r.Text(31), Hair: r.Text(32)}
}

func parseDay(value, field string) (time.Time, error) {
	t, err := time.Parse(day, value)
	if err != nil {
		return t, fmt.Errorf("%s: date %q: write YYYYMMDD", field, value)
	}
	return t, nil
}

func parsePrints(tx *itl.Transaction) ([]Print, error) {
	var prints []Print
	for i := range tx.Records {
		r := &tx.Records[i]
		if r.Type != 4 && r.Type != 14 {
			continue
		}
		img, ok := r.Image()
		switch {
		case !ok || len(img.Fingers) == 0:
			return nil, fmt.Errorf("@%d: record %d: no image or no finger position: correct the record", r.Offset, i+1)
		case img.Format != "wsq":
			return nil, fmt.Errorf("@%d: record %d: the image is %s: send prints at 500 ppi as WSQ", r.Offset, i+1, img.Format)
		}
		rolled := img.Impression == 1 || img.Impression == 3
		prints = append(prints, Print{Finger: img.Fingers[0], Rolled: rolled, WSQ: img.Data})
	}
	return prints, nil
}

// Print returns the print of a finger position, a rolled one before a plain one.
func (c CAR) Print(finger int) (Print, bool) {
	var found Print
	ok := false
	for _, p := range c.Prints {
		if p.Finger == finger && (!ok || p.Rolled && !found.Rolled) {
			found, ok = p, true
		}
	}
	return found, ok
}
