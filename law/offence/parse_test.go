package offence

import (
	"slices"
	"strings"
	"testing"
)

// read are citations that give one section: the text, the place of the conviction, and how it is written.
var read = []struct{ text, place, want string }{
	// The spellings of one section of the California Penal Code.
	{"Cal. Penal Code 245(a)(1)", "", "Cal. Penal Code 245(a)(1)"},
	{"Cal. Penal Code 245(a)(1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"Cal. Penal Code § 245(a)(1)", "", "Cal. Penal Code 245(a)(1)"},
	{"Cal. Penal Code §245(a)(1)", "", "Cal. Penal Code 245(a)(1)"},
	{"California Penal Code section 245(a)(1)", "", "Cal. Penal Code 245(a)(1)"},
	{"California Penal Code, section 245, subdivision (a)(1)", "", "Cal. Penal Code 245(a)(1)"},
	{"California Penal Code section 245, subdivision (a), paragraph (1)", "", "Cal. Penal Code 245(a)(1)"},
	{"Cal. Pen. Code, § 245, subd. (a)(1)", "", "Cal. Penal Code 245(a)(1)"},
	{"Cal. Pen. Code, § 245, subd. (a), par. (1)", "", "Cal. Penal Code 245(a)(1)"},
	{"Pen. Code, § 245, subd. (a)(1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"Penal Code section 245", "us-ca", "Cal. Penal Code 245"},
	{"section 245 of the Penal Code", "us-ca", "Cal. Penal Code 245"},
	{"Section 245(a)(1) of the California Penal Code", "", "Cal. Penal Code 245(a)(1)"},
	{"PC 245(a)(1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"pc 245(a)(1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"PC245(a)(1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"PC § 245(a)(1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"P.C. 245 (A)(1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"P. C. 245 (a) (1)", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"245(a)(1) PC", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"245(a)(1)PC", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"245(a)1 PC", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"245(a)(1) P.C.", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"245(a)(1), Penal Code", "us-ca", "Cal. Penal Code 245(a)(1)"},
	{"CA PC 459", "", "Cal. Penal Code 459"},
	{"Calif. P.C. 459", "", "Cal. Penal Code 459"},
	{"CA 459 PC", "", "Cal. Penal Code 459"},
	{"PC 459.", "us-ca", "Cal. Penal Code 459"},
	{"  PC\u00a0459 ", "us-ca", "Cal. Penal Code 459"},
	{"PC 459", "us-ca/los-angeles", "Cal. Penal Code 459"},
	{"PC s. 459", "us-ca", "Cal. Penal Code 459"},
	{"PC sec. 459", "us-ca", "Cal. Penal Code 459"},
	// Numbers that look like others.
	{"537 PC", "us-ca", "Cal. Penal Code 537"},
	{"37 PC", "us-ca", "Cal. Penal Code 37"},
	{"245.6(d) PC", "us-ca", "Cal. Penal Code 245.6(d)"},
	{"12022.5 PC", "us-ca", "Cal. Penal Code 12022.5"},
	{"12022.53(b) PC", "us-ca", "Cal. Penal Code 12022.53(b)"},
	{"4501 PC", "us-ca", "Cal. Penal Code 4501"},
	{"4501.1 PC", "us-ca", "Cal. Penal Code 4501.1"},
	{"290.002 PC", "us-ca", "Cal. Penal Code 290.002"},
	{"273a(b) PC", "us-ca", "Cal. Penal Code 273a(b)"},
	{"273(a) PC", "us-ca", "Cal. Penal Code 273(a)"},
	{"PC 273AB", "us-ca", "Cal. Penal Code 273ab"},
	{"PC 266j", "us-ca", "Cal. Penal Code 266j"},
	{"PC 288(a)", "us-ca", "Cal. Penal Code 288(a)"},
	{"PC 288a", "us-ca", "Cal. Penal Code 288a"},
	{"PC 288a(c)(2)(A)", "us-ca", "Cal. Penal Code 288a(c)(2)(A)"},
	{"PC 405a", "us-ca", "Cal. Penal Code 405a"},
	{"PC 1203.4a", "us-ca", "Cal. Penal Code 1203.4a"},
	{"PC 186.22(b)(1)(A)", "us-ca", "Cal. Penal Code 186.22(b)(1)(A)"},
	// Attempts and conspiracies.
	{"664/459 PC", "us-ca", "Cal. Penal Code 664/459"},
	{"PC 664/459", "us-ca", "Cal. Penal Code 664/459"},
	{"Cal. Penal Code 664/459", "", "Cal. Penal Code 664/459"},
	{"664-211 PC", "us-ca", "Cal. Penal Code 664/211"},
	{"PC 664/187(a)", "us-ca", "Cal. Penal Code 664/187(a)"},
	{"PC 664(a)/187(a)", "us-ca", "Cal. Penal Code 664/187(a)"},
	{"PC 664 / 187(a)", "us-ca", "Cal. Penal Code 664/187(a)"},
	{"PC 187(a)/664", "us-ca", "Cal. Penal Code 664/187(a)"},
	{"PC 459/664", "us-ca", "Cal. Penal Code 664/459"},
	{"PC 459/664(a)", "us-ca", "Cal. Penal Code 664/459"},
	{"182/459 PC", "us-ca", "Cal. Penal Code 182/459"},
	{"182(a)(1)/211 PC", "us-ca", "Cal. Penal Code 182/211"},
	{"182(a)/211 PC", "us-ca", "Cal. Penal Code 182/211"},
	{"PC 664", "us-ca", "Cal. Penal Code 664"}, // an attempt at nothing: the section itself
	{"PC 182(a)(1)", "us-ca", "Cal. Penal Code 182(a)(1)"},
	// Other codes.
	{"VC 20001(c)", "us-ca", "Cal. Vehicle Code 20001(c)"},
	{"Cal. Veh. Code § 20001(c)", "", "Cal. Vehicle Code 20001(c)"},
	{"CVC 23152", "us-ca", "Cal. Vehicle Code 23152"},
	{"Cal. Vehicle Code 23152", "us-ca", "Cal. Vehicle Code 23152"},
	{"HS 11378", "us-ca", "Cal. Health & Safety Code 11378"},
	{"H&S 11378", "us-ca", "Cal. Health & Safety Code 11378"},
	{"Cal. Health & Safety Code 11378", "us-ca", "Cal. Health & Safety Code 11378"},
	{"Cal. Health and Saf. Code, § 11378", "", "Cal. Health & Safety Code 11378"},
	{"Fla. Stat. 782.04", "us-fl", "Fla. Stat. 782.04"},
	{"Fla. Stat. § 782.04(1)(a)1.", "", "Fla. Stat. 782.04(1)(a)(1)"},
	{"s. 782.04, Fla. Stat.", "", "Fla. Stat. 782.04"},
	{"F.S. 782.04(1)", "us-fl", "Fla. Stat. 782.04(1)"},
	{"FS 784.048(3)", "us-fl/miami-dade", "Fla. Stat. 784.048(3)"},
	{"Florida Statutes section 812.13", "", "Fla. Stat. 812.13"},
	{"Fla. Stat. Ann. § 794.011(8)(b)", "", "Fla. Stat. 794.011(8)(b)"},
	{"8 USC 1326", "", "8 USC 1326"},
	{"8 USC 1326", "us", "8 USC 1326"},
	{"8 U.S.C. § 1326(a)", "", "8 USC 1326(a)"},
	{"8 U. S. C. §1326(b)(2)", "", "8 USC 1326(b)(2)"},
	{"8 U.S. Code section 1325(a)(1)", "", "8 USC 1325(a)(1)"},
	{"Title 8 U.S.C. 1325", "", "8 USC 1325"},
	{"18 USC 922(g)(5)(A)", "us", "18 USC 922(g)(5)(A)"},
	{"18 USC 1546(a)", "us", "18 USC 1546(a)"},
	{"18 U.S.C.A. § 2339B", "", "18 USC 2339B"},
	{"42 USC 2000e-2", "", "42 USC 2000e-2"},
	{"18 Pa.C.S. 3701", "us-pa", "18 Pa.C.S. 3701"},
	{"18 Pa.C.S. § 3701(a)(1)(ii)", "", "18 Pa.C.S. 3701(a)(1)(ii)"},
	{"18 Pa. C. S. A. § 2702", "", "18 Pa.C.S. 2702"},
	{"18 Pa. Cons. Stat. § 3121", "", "18 Pa.C.S. 3121"},
	{"720 ILCS 5/12-3.05", "us-il", "720 ILCS 5/12-3.05"},
	{"720 ILCS 5/12-3.05(a)(1)", "", "720 ILCS 5/12-3.05(a)(1)"},
	{"Conn. Gen. Stat. 53a-124", "us-ct", "Conn. Gen. Stat. 53a-124"},
	{"Conn. Gen. Stat. § 53a-125b", "", "Conn. Gen. Stat. 53a-125b"},
	{"C.G.S. 53a-61", "us-ct", "Conn. Gen. Stat. 53a-61"},
	{"N.Y. Penal Law 120.05", "us-ny", "N.Y. Penal Law 120.05"},
	{"New York Penal Law § 155.25", "", "N.Y. Penal Law 155.25"},
	{"PL 120.05(2)", "us-ny", "N.Y. Penal Law 120.05(2)"},
	{"Nev. Rev. Stat. 205.060", "us-nv", "Nev. Rev. Stat. 205.060"},
	{"NRS 205.222", "us-nv", "Nev. Rev. Stat. 205.222"},
	{"Ariz. Rev. Stat. 13-2512", "us-az", "Ariz. Rev. Stat. 13-2512"},
	{"A.R.S. § 13-2008(A)", "us-az", "Ariz. Rev. Stat. 13-2008(a)"},
}

func TestReads(t *testing.T) {
	for _, c := range read {
		s, ok := Parse(c.text, c.place)
		if !ok || s.String() != c.want {
			t.Errorf("%q at %q: got %q, %v; want %q", c.text, c.place, s, ok, c.want)
			continue
		}
		again, ok := Parse(s.String(), "")
		if !ok || !same(again, s) {
			t.Errorf("%q was written as %q, which reads as %+v, %v", c.text, s, again, ok)
		}
	}
}

// unread are citations that settle nothing: in doubt, nothing is read.
var unread = []struct{ text, place string }{
	// No place, or another.
	{"PC 459", ""}, {"Penal Code section 459", ""}, {"459 PC", "us-nv"}, {"PC 459", "us-cal"}, {"PC 459", "us"},
	{"Cal. Penal Code 459", "us-nv"}, {"Penal Code 31.03", "us-tx"}, {"FS 782.04", ""}, {"Fla. Stat. 782.04", "us-ga"},
	{"8 USC 1326", "us-ca"}, {"NRS 205.060", "us-ne"}, {"PL 120.05", ""}, {"HS 11378", ""},
	// More than one section, and lists and ranges of parts of one.
	{"PC 459 and 211", "us-ca"}, {"PC 459, 211", "us-ca"}, {"PC 459; PC 211", "us-ca"}, {"PC 459 PC 211", "us-ca"},
	{"459/211 PC", "us-ca"}, {"PC 459-461", "us-ca"}, {"PC 459–461", "us-ca"}, {"PC 211-664", "us-ca"},
	{"PC 245(a)(1)-(4)", "us-ca"}, {"PC 245(a)(1),(4)", "us-ca"}, {"PC 245(a)(1) or (4)", "us-ca"},
	{"PC 245, subds. (a), (b)", "us-ca"}, {"PC 245, subd. (a), subd. (b)", "us-ca"}, {"PC §§ 245", "us-ca"},
	{"PC 245, subd. (a), par. (1), par. (2)", "us-ca"},
	{"8 USC 1325-1326", ""}, {"8 USC 1325-26", ""}, {"8 USC 1325 and 1326", ""}, {"8 USC 1325/1326", ""},
	{"Fla. Stat. 812.13-812.135", ""}, {"Fla. Stat. 812.13-.135", ""}, {"Fla. Stat. 777.04/812.13", ""},
	{"664/664 PC", "us-ca"}, {"664/182 PC", "us-ca"}, {"664/459/211 PC", "us-ca"}, {"664/ PC", "us-ca"},
	{"182(a)(2)/459 PC", "us-ca"}, {"VC 664/20001", "us-ca"},
	// Not a section, or words beside it.
	{"", "us-ca"}, {"PC", "us-ca"}, {"459", "us-ca"}, {"Cal. 459", ""}, {"§ 459", "us-ca"},
	{"a Connecticut felony, section not stated", "us-ct"}, {"section not stated", "us-ca"}, {"burglary", "us-ca"},
	{"PC 459 burglary", "us-ca"}, {"attempted PC 459", "us-ca"}, {"PC 459 (second degree)", "us-ca"}, {"PC 459?", "us-ca"},
	{"PC 459 F", "us-ca"}, {"PC 459,", "us-ca"}, {"PC 459 of", "us-ca"}, {"former PC 459", "us-ca"}, {"PC 459 et seq.", "us-ca"},
	{"not PC 459", "us-ca"}, {"459 not PC", "us-ca"}, {"PC 459 PC", "us-ca"},
	// Numbers that are not quite one.
	{"PC 245. 6", "us-ca"}, {"PC 245 .6", "us-ca"}, {"PC 245.6.2", "us-ca"}, {"PC 245A1", "us-ca"}, {"PC 245 a 1", "us-ca"}, {"PC 245(a) 1", "us-ca"},
	{"PC 245.a.1", "us-ca"}, {"PC 245(a", "us-ca"}, {"PC 245 a)", "us-ca"}, {"PC 245()", "us-ca"}, {"PC 245(a1)", "us-ca"},
	{"PC 1234567", "us-ca"}, {"PC O11", "us-ca"}, {"PC 4 59", "us-ca"}, {"459PC", "us-ca"}, {"PC -459", "us-ca"},
	{"PC 245(a)(1)(A)(i)(I)(a)(1)", "us-ca"}, {"PC 245(2012)", "us-ca"}, {"PC 245 subdivision a", "us-ca"},
	{"8 USC", ""}, {"USC 1326", ""}, {"8 1326", "us"}, {"8 USC 1326.5", ""}, {"eight USC 1326", ""}, {"8a USC 1326", ""},
	{"Fla. Stat. 782", ""}, {"Fla. Stat. 782.4", ""}, {"720 ILCS 12-3.05", ""}, {"Conn. Gen. Stat. 124", ""},
	// Codes that no table speaks of.
	{"Tex. Penal Code 31.03", "us-tx"}, {"Ga. Code 16-7-1", "us-ga"}, {"Mass. Gen. Laws ch. 265, s. 15A", "us-ma"},
	{"RCW 9A.56.050", "us-wa"}, {"N.J.S.A. 2C:33-2", "us-nj"}, {"Cal. Gov. Code 7282.5", "us-ca"}, {"Salt Lake City Code 11.08", "us-ut"},
	// Other alphabets.
	{"РС 459", "us-ca"}, {"PC ４５９", "us-ca"}, {"PC\n459", "us-ca"}, {"PC 459\x00", "us-ca"},
}

func TestDoubtReadsAsNothing(t *testing.T) {
	for _, c := range unread {
		if s, ok := Parse(c.text, c.place); ok || s.Code != "" {
			t.Errorf("%q at %q was read as %+v", c.text, c.place, s)
		}
	}
	if long := "PC" + strings.Repeat(" ", MaxBytes) + "459"; true {
		if s, ok := Parse(long, "us-ca"); ok {
			t.Errorf("%d bytes were read as %s", len(long), s)
		}
	}
}

// FuzzParse holds that nothing makes the parser fail, and that what it read, written out, reads the same.
func FuzzParse(f *testing.F) {
	for _, c := range read {
		f.Add(c.text, c.place)
	}
	for _, c := range unread {
		f.Add(c.text, c.place)
	}
	f.Fuzz(func(t *testing.T, text, place string) {
		s, ok := Parse(text, place)
		if !ok {
			return
		}
		if again, ok := Parse(s.String(), ""); !ok || !same(again, s) {
			t.Fatalf("%q gave %+v, written as %q, which reads as %+v, %v", text, s, s, again, ok)
		}
		if !strings.Contains(strings.ToLower(text), strings.ToLower(s.Section)) {
			t.Fatalf("%q has no %s in it", text, s.Section)
		}
		for _, r := range Classes(s, "felony") {
			if r.Statute.Section != s.Section {
				t.Fatalf("%s is settled by a row of %s", s, r.Statute)
			}
		}
	})
}

func same(a, b Statute) bool {
	return a.Code == b.Code && a.Section == b.Section && a.Inchoate == b.Inchoate && slices.Equal(a.Subdivisions, b.Subdivisions)
}
