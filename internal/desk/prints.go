package desk

import (
	"errors"
	"fmt"
	"slices"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/itl/ebts"
)

// tenPrints extracts the minutiae of the ten fingers; those that the transaction declares missing are left out. between is called
// before each.
func tenPrints(car *ebts.CAR, between func()) ([]fingerprint.Template, error) {
	present, err := tenFingers(car)
	if err != nil {
		return nil, err
	}
	templates := make([]fingerprint.Template, len(present))
	for i, print := range present {
		between()
		template, err := extract(print)
		if err != nil {
			return nil, fmt.Errorf("@0: finger %d: %w", print.Finger, err)
		}
		templates[i] = template
	}
	return templates, nil
}

// tenFingers are the prints of the fingers that are there, and each that is not has to be noted as missing.
func tenFingers(car *ebts.CAR) (present []ebts.Print, err error) {
	for finger := 1; finger <= 10; finger++ {
		print, ok := car.Print(finger)
		switch {
		case rolled(car, finger) > 1:
			return nil, fmt.Errorf("@0: finger %d: more than one rolled print; send the better one", finger)
		case ok:
			present = append(present, print)
		case !slices.ContainsFunc(car.Missing, func(m ebts.Missing) bool { return m.Finger == finger }):
			return nil, fmt.Errorf("@0: finger %d: neither a print of it nor a note in 2.084 that it is missing; send one of them", finger)
		}
	}
	if len(present) == 0 {
		return nil, errors.New("@0: prints: every finger is missing; there is nothing to search with")
	}
	return present, nil
}

func rolled(car *ebts.CAR, finger int) (n int) {
	for _, p := range car.Prints {
		if p.Rolled && p.Finger == finger {
			n++
		}
	}
	return n
}

func extract(print ebts.Print) (fingerprint.Template, error) {
	img, dpi, err := decoded(print)
	if err != nil {
		return fingerprint.Template{}, err
	}
	template, err := extraction.Template(img, dpi)
	template.Finger = print.Finger
	return template, err
}
