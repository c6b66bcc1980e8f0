package niem

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"

	"sallyport/itl"
	"sallyport/itl/niem/layout"
)

// Edition is one edition of the XML encoding.
type Edition int

// The editions that are known.
const (
	ITL2011 Edition = iota // ANSI/NIST-ITL 1-2011 with EBTS 10.0
	ITL2008                // ANSI/NIST-ITL 2-2008
)

// Namespaces of the root element, by which an edition is told.
const (
	spaceITL2011 = "http://biometrics.nist.gov/standard/2011"
	spaceITL2008 = "http://biometrics.nist.gov/standard/2-2008"
)

// Extension is the namespace of the elements that carry what the editions have no element for.
const Extension = "urn:sallyport:itl:traditional:1"

const packageName = "NISTBiometricInformationExchangePackage"

// Limits that hold before anything is allocated. Images together keep to itl.MaxBytes.
const (
	MaxDepth      = 64      // of elements
	MaxTag        = 1 << 14 // bytes of one tag, attributes included
	MaxText       = 4 << 20 // bytes of one text, comment or processing instruction; images are apart
	MaxMarkup     = 128 << 20
	MaxAttributes = 64
	MaxFindings   = 1000 // of a lenient reading
)

// ErrFormat is what an error is when the input is not such a package at all.
var ErrFormat = errors.New("not a NIST biometric information exchange package")

// Finding is one thing that is wrong with a package: an error of Read or what ReadLenient left out.
type Finding struct {
	Offset  int64  // byte in the input
	Path    string // of the layout.Element, such as "itl:PackageInformationRecord/biom:Transaction"
	Problem string
	Remedy  string
	format  bool // not this format at all
}

// Error is one line for a person: place, element, what is wrong, what to do.
func (f *Finding) Error() string {
	where := f.Path
	if where == "" {
		where = "XML"
	}
	return oneLine.Replace(fmt.Sprintf("@%d: %s: %s; %s", f.Offset, where, f.Problem, f.Remedy))
}

// oneLine is for names of namespaces, which may hold line ends.
var oneLine = strings.NewReplacer("\n", " ", "\r", " ")

// Is makes errors.Is(err, ErrFormat) hold where the input is not such a package.
func (f *Finding) Is(target error) bool { return target == ErrFormat && f.format }

// root is the namespace of an edition's root element.
func (e Edition) root() string {
	if e == ITL2008 {
		return spaceITL2008
	}
	return spaceITL2011
}

// String names the edition.
func (e Edition) String() string {
	if e == ITL2008 {
		return "ANSI/NIST-ITL 2-2008"
	}
	return "ANSI/NIST-ITL 1-2011"
}

// The tables say which field, subfield and item each element holds; map/README.md describes their form.
//
//go:embed map/*.map
var maps embed.FS

var tables = map[Edition]func() *layout.Table{
	ITL2011: sync.OnceValue(func() *layout.Table { return mustLoad("common.map", "itl2011.map", "type2.map", "type9.map") }),
	ITL2008: sync.OnceValue(func() *layout.Table { return mustLoad("common.map", "itl2008.map") }),
}

// mustLoad reads embedded tables; a test holds that they are right.
func mustLoad(names ...string) *layout.Table {
	var texts []string
	for _, name := range names {
		text, err := maps.ReadFile("map/" + name)
		if err != nil {
			panic(err)
		}
		texts = append(texts, string(text))
	}
	table, err := layout.Load(texts...)
	if err != nil {
		panic(fmt.Sprintf("%v: %v", names, err))
	}
	return table
}

// isBinary says whether traditional records of a type are binary.
func isBinary(recordType int) bool { return recordType >= 3 && recordType <= 8 }

// canonical is the tag that a field has unless the extension says otherwise.
func canonical(recordType, number int) string { return fmt.Sprintf("%d.%03d", recordType, number) }

// tagOf is the tag of a field as it stands.
func tagOf(recordType int, f itl.Field) string {
	if f.Tag != nil {
		return string(f.Tag)
	}
	return canonical(recordType, f.Number)
}
