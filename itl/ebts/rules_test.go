package ebts

import (
	"strings"
	"testing"

	"sallyport/itl"
)

// submission is a CAR without prints, whose Type-2 record a test may change.
func submission(t testing.TB) *itl.Transaction {
	t.Helper()
	car := bare()
	car.Missing = nil
	tx, err := car.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// TestContentOfFields changes one field at a time.
func TestContentOfFields(t *testing.T) {
	tests := []struct {
		number int
		value  string
		kind   itl.Kind // "" for nothing wrong
		want   string
	}{
		{18, "O'BRIEN,IDA", itl.KindCharacters, `2.018 E0002: NAM is "O'BRIEN,IDA": a character that the field may not have (EBTS 9.1); use letters and "-, "`},
		{18, "nobody-else,ida b", "", ""}, // the FBI stores capitals
		{18, "X", "", ""},                 // 9.1 asks for three characters; a note, as this is 10.0
		{20, "Z9", itl.KindValue, `2.020 E0002: POB is "Z9": no such code (EBTS 9.1+10.0)`},
		{20, "ca", "", ""},
		{22, "19900231", itl.KindValue, `DOB is "19900231": no date`},
		{22, "19900000", "", ""}, // month and day are not known
		{22, "19901\x1e19900101", itl.KindFieldLength, `DOB is "19901": 5 characters`},
		{24, "Q", itl.KindValue, `2.024 E0002: SEX is "Q": no such code`},
		{26, "TAT L ARM\x1eSC CHIN", "", ""},
		{26, "TAT LEFT EVERYWHERE", itl.KindValue, "SMT"},
		{27, "5 6", itl.KindCharacters, "HGT"},
		{29, "95", itl.KindFieldLength, `WGT is "95": 2 characters (EBTS 9.1); send 3 to 3`},
		{31, "RED", itl.KindValue, "EYE"},
		{45, "20150832", itl.KindValue, `DOA is "20150832": no date`},
		{47, "20150702\x1fTRESPASS\x1fMORE", itl.KindValues, "2.047 E0002: DOO has 3 items; send at most 2"},
		{47, "\x1fTRESPASS", "", ""}, // the date of the offence is optional
		{47, "20150702", itl.KindFieldLength, `AOL is "": 0 characters`},
		{84, "11\x1fXX", "", ""}, // a note
		{84, "05\x1fNO", itl.KindValue, `AMPCD is "NO": no such code`},
		{98, "16", "", ""},
		{98, "51", itl.KindValue, "NDR"},
		{2071, "9", itl.KindValue, "2.2071 E0002: RBST"},
		{54, "20150703", itl.KindRelation, "SSD, SLE and OCA go together"},
		{5, "MAYBE", itl.KindValue, "RET"},
	}
	for _, test := range tests {
		tx := submission(t)
		tx.Records[1].SetText(test.number, test.value)
		found := Check(itl.New(tx.Records[0], tx.Records[1:]...))
		switch {
		case test.kind == "" && len(found) > 0:
			t.Errorf("2.%03d %q: %v", test.number, test.value, found)
		case test.kind != "" && (len(found) != 1 || found[0].Kind != test.kind || !strings.Contains(found[0].Error(), test.want)):
			t.Errorf("2.%03d %q: %v, want one of %s: %q", test.number, test.value, found, test.kind, test.want)
		}
	}
}

// TestWholeTransactions: what concerns more than one field.
func TestWholeTransactions(t *testing.T) {
	tests := []struct {
		name   string
		change func(*itl.Transaction)
		kind   itl.Kind
		want   string
	}{
		{"unknown type", func(tx *itl.Transaction) { tx.Records[0].SetText(4, "XYZ") }, itl.KindTransaction, `1.004 E0002: EBTS 10.0 has no type of transaction "XYZ"`},
		{"no Type-2", func(tx *itl.Transaction) { tx.Records = tx.Records[:1] }, itl.KindMissing, "1.003 E0001: there is no Type-2 record"},
		{"too many records", func(tx *itl.Transaction) { tx.Records = append(tx.Records, itl.NewRecord(13, 9)) }, itl.KindRecordCount, "record 3 E0004: a CAR may have 0 records of Type-13"},
		{"answer to nothing", func(tx *itl.Transaction) { tx.Records[0].SetText(4, "TPRR") }, itl.KindMissing, "1.010 E0001: mandatory field TCR is missing: TPRR is an answer"},
		{"custody before the arrest", func(tx *itl.Transaction) {
			tx.Records[1].SetText(54, "20150701")
			tx.Records[1].SetText(55, "RELEASED")
			tx.Records[1].SetText(9, "A-1")
		}, itl.KindRelation, "custody begins on 20150701, before the arrest on 20150702"},
	}
	for _, test := range tests {
		tx := submission(t)
		test.change(tx)
		tx = itl.New(tx.Records[0], tx.Records[1:]...)
		hit := false
		found := Check(tx)
		for _, f := range found {
			hit = hit || f.Kind == test.kind && strings.Contains(f.Error(), test.want)
		}
		if !hit {
			t.Errorf("%s: %v, want %s: %q", test.name, found, test.kind, test.want)
		}
	}
}

// TestImageRecords: the templates say in several ways how many records of images there may be; each is read.
func TestImageRecords(t *testing.T) {
	stated := 0
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "#") {
			stated += strings.Count(line, "(")
		}
	}
	read := 0
	for tot, p := range profiles() {
		for recordType, want := range p.records {
			if read++; recordType < 3 || want.most < 1 || want.most < want.least {
				t.Errorf("%s: %d to %d records of Type-%d", tot, want.least, want.most, recordType)
			}
		}
	}
	if read != stated {
		t.Errorf("%d cardinalities were read of %d", read, stated)
	}
	for _, test := range []struct {
		tot        string
		recordType int
		n          int
		want       string
	}{
		{"FIS", 4, 14, ""}, {"FIS", 4, 15, "a FIS may have 14 records of Type-4"}, {"IRR", 15, 10, ""}, {"IRR", 9, 3, ""},
		{"LFFS", 9, 1, ""}, {"LFFS", 9, 0, "a LFFS has at least 1 records of Type-9, and this has 0"}, {"FRS", 10, 2, "a FRS may have 1 records of Type-10"},
		{"TPRR", 4, 1, ""}, {"CPDR", 7, 1, "a CPDR may have 0 records of Type-7"},
	} {
		tx := submission(t)
		tx.Records[0].SetText(4, test.tot)
		for n := range test.n {
			r := itl.NewRecord(test.recordType, n+1)
			if test.recordType == 4 {
				r = itl.Record{Type: 4, Binary: []byte{0, 0, 0, 18, byte(n + 1), 0, 1, 255, 255, 255, 255, 255, 0, 0, 1, 0, 1, 0}}
			}
			tx.Records = append(tx.Records, r)
		}
		var got []string
		for _, f := range Check(tx) {
			if f.Kind == itl.KindRecordCount {
				got = append(got, f.Problem)
			}
		}
		if joined := strings.Join(got, "; "); joined != test.want {
			t.Errorf("%s with %d records of Type-%d: %q, want %q", test.tot, test.n, test.recordType, joined, test.want)
		}
	}
}

// TestFingersAndMissingOnes: a finger is printed or missing, and not both.
func TestFingersAndMissingOnes(t *testing.T) {
	car := booking(t)
	tx, err := car.Transaction()
	if err != nil {
		t.Fatal(err)
	}
	if noted := Notes(tx); len(noted) > 0 {
		t.Errorf("a whole set: %v", noted)
	}
	car.Missing = append(car.Missing, Missing{Finger: 1, Reason: "XX"})
	if _, err := car.Transaction(); err == nil || !strings.Contains(err.Error(), "finger 1 is said to be missing, and record 3 is its print") {
		t.Errorf("error %v, want one about finger 1", err)
	}
	car.Missing = car.Missing[:1]
	if tx, err = car.Transaction(); err != nil {
		t.Fatal(err)
	}
	if noted := Notes(tx); len(noted) != 1 || !strings.Contains(noted[0].Problem, "no print of finger 9, and") {
		t.Errorf("notes %v, want one about finger 9", noted)
	}
}

// TestNotesAndUnchecked: what the FBI ignores, what a later version may allow, what nobody can check.
func TestNotesAndUnchecked(t *testing.T) {
	tx := submission(t)
	r := &tx.Records[1]
	r.SetText(18, strings.Repeat("NOBODY", 6)+",IDA")
	r.SetText(999, "what is this")
	r.SetText(2037, "E-1")
	r.Set(84, []string{"3", "XX"}) // as the templates of 10.0 have it
	var all []string
	for _, f := range Notes(tx) {
		all = append(all, f.Error())
	}
	joined := strings.Join(append(all, Unchecked(tx)...), "\n")
	tx.Records[0].SetText(4, "SRE")
	joined += strings.Join(Unchecked(itl.New(tx.Records[0], tx.Records[1], itl.NewRecord(10, 1))), "\n")
	tx.Records[0].SetText(4, "CAR")
	for _, want := range []string{`NAM is "` + strings.Repeat("NOBODY", 6) + `,IDA": 40 characters (EBTS 9.1)`, "2.999 E0002: a CAR does not define this field", "2.2037 ESI: presence and count were checked", `2.084 E0002: FGP is "3": no such code`,
		"the template of SRE says nothing of records of images"} {
		if !strings.Contains(joined, want) {
			t.Errorf("%s\nwant %q", joined, want)
		}
	}
	if found := Check(tx); len(found) > 0 {
		t.Errorf("findings %v", found)
	}
	if lines := Unchecked(itl.New(itl.NewRecord(1, 0))); len(lines) != 1 || !strings.Contains(lines[0], "1.013 does not declare EBTS") {
		t.Errorf("unchecked %v", lines)
	}
}

// TestTablesAgree: each field whose content is known is of some type of transaction, and under the same name.
func TestTablesAgree(t *testing.T) {
	names := map[int]string{}
	for _, p := range profiles() {
		for number, times := range p.fields {
			names[number] = times.name
		}
	}
	checked := 0
	for number, items := range fieldContents() {
		if names[number] != "" {
			checked++
		}
		for _, c := range items {
			if c.most < c.least || c.codes == nil && c.most == 0 || c.source == "" {
				t.Errorf("2.%03d %s: %+v", number, c.name, c)
			}
		}
	}
	t.Logf("the content of %d of %d fields is known", checked, len(names))
	if checked < 60 {
		t.Errorf("the content of only %d of %d fields is known", checked, len(names))
	}
	for _, tot := range strings.Fields("CAR CNA CPDR CPNU TPIS TPRS FIS IRQ SRE SRT TPRR IRR ERRT ERRI SRNR") {
		if len(profiles()[tot].fields) == 0 {
			t.Errorf("no rules for %s", tot)
		}
	}
	for _, tot := range answers {
		if len(profiles()[tot].fields) == 0 {
			t.Errorf("%s is an answer that no template knows", tot)
		}
	}
}
