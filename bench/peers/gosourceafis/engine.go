// The Go port of SourceAFIS in a comparison. It is a module of its own, since the port is not on the module proxy.
package main

import (
	"context"
	"math"
	"os"

	"github.com/jtejido/sourceafis"
	"github.com/jtejido/sourceafis/config"
	"github.com/jtejido/sourceafis/features"
	"github.com/jtejido/sourceafis/primitives"
	"github.com/jtejido/sourceafis/templates"
)

// silent wants nothing recorded.
type silent struct{}

func (silent) Accepts(string) bool                 { return false }
func (silent) Accept(string, string, []byte) error { return nil }

var logger = sourceafis.NewTransparencyLogger(silent{})

func init() {
	config.LoadDefaultConfig()
	config.Config.Workers = 1
}

// matcher compares each of the first probes with all prints after it and hands on the scores.
func matcher(list []string) func(probes int, then func(float64)) {
	prints := make([]*templates.SearchTemplate, len(list))
	for n, name := range list {
		data, err := os.ReadFile(name)
		check(err)
		prints[n] = templates.NewSearchTemplate(logger, decode(data))
	}
	return func(probes int, then func(float64)) {
		for i := range probes {
			m, err := sourceafis.NewMatcher(logger, prints[i])
			check(err)
			for _, candidate := range prints[i+1:] {
				then(m.Match(context.Background(), candidate))
			}
		}
	}
}

// decode reads an ISO/IEC 19794-2:2005 record at 197 pixels a centimetre as SourceAFIS for Java does, which the port cannot.
func decode(data []byte) *templates.FeatureTemplate {
	minutiae := primitives.NewGenericList[*features.FeatureMinutia]()
	for m := data[28:]; minutiae.Len() < int(data[27]); m = m[6:] {
		at := primitives.IntPoint{X: pixels(m[0]&0x3f, m[1]), Y: pixels(m[2]&0x3f, m[3])}
		direction := math.Mod(2*math.Pi-float64(m[4])*math.Pi/128, 2*math.Pi)
		kind := features.ENDING
		if m[0]>>6 == 2 {
			kind = features.BIFURCATION
		}
		minutiae.PushBack(features.NewFeatureMinutia(at, direction, kind))
	}
	size := primitives.IntPoint{X: pixels(data[14], data[15]), Y: pixels(data[16], data[17])}
	return templates.NewFeatureTemplate(size, minutiae)
}

func pixels(high, low byte) int {
	return int(math.Round(float64(int(high)<<8|int(low)) / (197 * 2.54) * 500))
}

func extract(images []picture) (minutiae int) {
	creator := sourceafis.NewTemplateCreator(logger)
	for _, p := range images {
		img, err := sourceafis.NewFromGray(p.Gray, sourceafis.WithResolution(float64(p.dpi)))
		check(err)
		t, err := creator.Template(img)
		check(err)
		minutiae += len(t.Minutiae)
	}
	return minutiae
}
