package audit_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/audit"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
	"sallyport/proof"
	"sallyport/record"
)

const origin = "trial.sallyport.invalid/hub"

// maker makes the leaves of a log as a node does.
type maker struct {
	t       testing.TB
	leaves  [][]byte
	room    int
	batches []int // index of each head
}

var settings = record.Settings{Node: "hub", Slot: 60, Width: 8, Batch: "02:00", Volume: 300, Trial: true}

var trust = record.Law{Pack: "us-ca/trust", Version: "2014-01-01", Text: strings.Repeat("a", 64), Rules: strings.Repeat("b", 64), Cases: strings.Repeat("c", 64),
	Signed: []string{"counsel.invalid"}, Engine: "law 1", Loaded: "2015-08-03"}

func newMaker(t testing.TB) *maker {
	m := &maker{t: t, room: 1}
	m.publish(settings, trust)
	return m
}

func (m *maker) publish(all ...record.Published) {
	m.t.Helper()
	for _, p := range all {
		leaf, err := record.Encode(p)
		if err != nil {
			m.t.Fatal(err)
		}
		m.leaves = append(m.leaves, leaf)
	}
}

// slots appends so many slots.
func (m *maker) slots(n int) {
	for range n {
		for i := range settings.Width * m.room {
			sum := record.Commit(fmt.Append(nil, len(m.leaves)), origin, fmt.Sprint(i))
			m.leaves = append(m.leaves, sum[:])
		}
	}
}

func (m *maker) batch(day string, need, room int) {
	m.t.Helper()
	b := record.Batch{Day: day, Need: need, Room: room, Lines: []record.Line{
		{Kind: "booked", Day: day, Place: "us-ca.san-francisco", N: 2},
		{Kind: "booked", Day: day, Place: "us-il.cook", N: 1},
		{Kind: "second-door", Day: day, Place: "us-ca.san-francisco", Packs: []string{"us-ca/trust@2014-01-01#bbbbbbbbbbbbbbbb"}, Engine: "law 1", N: 1},
	}}
	for i := range 3 {
		b.Sums = append(b.Sums, record.Shared([]byte(day), fmt.Sprint(i)))
	}
	leaves, err := b.Leaves()
	if err != nil {
		m.t.Fatal(err)
	}
	m.batches = append(m.batches, len(m.leaves))
	m.leaves = append(m.leaves, leaves...)
	m.room = room
}

// days is a log of some days, in which the room grows and shrinks again.
func days(t testing.TB) *maker {
	m := newMaker(t)
	m.slots(5)
	for day := 3; day < 14; day++ {
		need, room := 1, 1
		if day == 4 {
			need = 4
		}
		if day >= 4 && day < 11 {
			room = 4
		}
		m.batch(fmt.Sprintf("2015-08-%02d", day), need, room)
		m.slots(3)
	}
	return m
}

func (m *maker) dir() string {
	m.t.Helper()
	dir := m.t.(*testing.T).TempDir()
	tilestest.NewKey(m.t, origin).Publish(m.t, dir, m.leaves)
	return dir
}

func verify(t *testing.T, dir string, given audit.Given) *audit.Report {
	t.Helper()
	log, err := tiles.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := audit.Verify(t.Context(), log, given)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func kinds(r *audit.Report) (all []audit.Kind) {
	for _, f := range r.Findings {
		all = append(all, f.Kind)
	}
	return all
}

func TestCleanLog(t *testing.T) {
	t.Parallel()
	m := days(t)
	r := verify(t, m.dir(), audit.Given{})
	if len(r.Findings) > 0 || r.Counts.Pending != "" {
		t.Fatal(r.Findings, r.Counts.Pending)
	}
	want := audit.Counts{
		Entries: uint64(len(m.leaves)), Commitments: (5+4*3)*8 + 7*3*4*8, Slots: 5 + 11*3, FirstDay: "2015-08-03", LastDay: "2015-08-13", Events: 11 * 4, Messages: 11 * 3,
		Published: map[record.Kind]uint64{record.KindSettings: 1, record.KindLaw: 1, record.KindDay: 11, record.KindLine: 33, record.KindShared: 11},
	}
	if diff := cmp.Diff(want, r.Counts); diff != "" {
		t.Error(diff)
	}
}

// TestAnyBeginning: a log may be read at any moment; what is on its way is no finding.
func TestAnyBeginning(t *testing.T) {
	t.Parallel()
	m := days(t)
	for size := range m.leaves {
		w := audit.NewWalk()
		for i, leaf := range m.leaves[:size] {
			w.Take(tiles.Entry{Index: uint64(i), Leaf: leaf})
		}
		w.End()
		if len(w.Findings) > 0 {
			t.Fatal(size, w.Findings)
		}
	}
}

// TestWhatANodeMayDo: each is done by whoever has the log's key, and leads to a signed root; the walk names it nonetheless.
func TestWhatANodeMayDo(t *testing.T) {
	t.Parallel()
	again := func(m *maker, index int, change func(l *record.Line)) {
		p, err := record.Decode(m.leaves[index])
		if err != nil {
			t.Fatal(err)
		}
		l := p.(record.Line)
		change(&l)
		if m.leaves[index], err = record.Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	head := func(m *maker, index int, change func(d *record.Day)) {
		p, err := record.Decode(m.leaves[index])
		if err != nil {
			t.Fatal(err)
		}
		d := p.(record.Day)
		change(&d)
		if m.leaves[index], err = record.Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	swap := func(m *maker, i, j int) { m.leaves[i], m.leaves[j] = m.leaves[j], m.leaves[i] }
	drop := func(m *maker, from, to int) { m.leaves = slices.Delete(m.leaves, from, to) }
	// Every batch has a head, three lines and a leaf of commitments to messages.
	for name, c := range map[string]struct {
		do   func(m *maker)
		want []audit.Kind
	}{
		"a commitment dropped":    {func(m *maker) { drop(m, 20, 21) }, []audit.Kind{audit.SlotSize}},
		"one inserted":            {func(m *maker) { m.leaves = slices.Insert(m.leaves, 20, m.leaves[21]) }, []audit.Kind{audit.SlotSize}},
		"padding missing":         {func(m *maker) { drop(m, 20, 27) }, []audit.Kind{audit.SlotSize}},
		"a line between slots":    {func(m *maker) { m.leaves = slices.Insert(m.leaves, 18, m.leaves[m.batches[0]+1]) }, []audit.Kind{audit.Stray}},
		"a line in a slot":        {func(m *maker) { m.leaves = slices.Insert(m.leaves, 20, m.leaves[m.batches[0]+1]) }, []audit.Kind{audit.SlotSize, audit.Stray, audit.SlotSize}},
		"a line's number changed": {func(m *maker) { again(m, m.batches[2]+1, func(l *record.Line) { l.N++ }) }, []audit.Kind{audit.BatchNumbers, audit.BatchDigest}},
		"a line's place changed":  {func(m *maker) { again(m, m.batches[2]+2, func(l *record.Line) { l.Place = "us-ny.nyc" }) }, []audit.Kind{audit.BatchDigest}},
		"a line of tomorrow":      {func(m *maker) { again(m, m.batches[2]+2, func(l *record.Line) { l.Day = "2016" }) }, []audit.Kind{audit.LineDay, audit.BatchDigest}},
		"two lines alike":         {func(m *maker) { m.leaves[m.batches[2]+2] = m.leaves[m.batches[2]+1] }, []audit.Kind{audit.BatchOrder, audit.BatchNumbers, audit.BatchDigest}},
		"lines out of order":      {func(m *maker) { swap(m, m.batches[2]+1, m.batches[2]+2) }, []audit.Kind{audit.BatchOrder, audit.BatchDigest}},
		"a line dropped":          {func(m *maker) { drop(m, m.batches[2]+1, m.batches[2]+2) }, []audit.Kind{audit.BatchShort, audit.BatchShort}},
		"a batch's end dropped":   {func(m *maker) { drop(m, m.batches[2]+4, m.batches[2]+5) }, []audit.Kind{audit.BatchShort}},
		"a batch withheld":        {func(m *maker) { drop(m, m.batches[2], m.batches[3]) }, []audit.Kind{audit.DayMissing}},
		"a batch twice": {func(m *maker) {
			m.leaves = slices.Insert(m.leaves, m.batches[3], m.leaves[m.batches[2]:m.batches[2]+5]...)
		}, []audit.Kind{audit.DayOrder}},
		"a head's numbers changed":         {func(m *maker) { head(m, m.batches[2], func(d *record.Day) { d.Events++ }) }, []audit.Kind{audit.BatchNumbers}},
		"a room that was not needed":       {func(m *maker) { head(m, m.batches[10], func(d *record.Day) { d.Room = 2 }) }, []audit.Kind{audit.Room}},
		"no settings":                      {func(m *maker) { drop(m, 0, 1) }, []audit.Kind{audit.NoSettings}},
		"a leaf with a space in it":        {func(m *maker) { m.leaves[1] = append(m.leaves[1], ' ') }, []audit.Kind{audit.LeafForm, audit.LawUnknown}},
		"a leaf of a kind that is not":     {func(m *maker) { m.leaves[1] = []byte("sallyport gossip v1\n{}\n") }, []audit.Kind{audit.LeafForm, audit.LawUnknown}},
		"a law's leaf dropped":             {func(m *maker) { drop(m, 1, 2) }, []audit.Kind{audit.LawUnknown}},
		"rules edited, signatures kept":    {func(m *maker) { m.law(func(l *record.Law) { l.Rules = strings.Repeat("d", 64) }) }, []audit.Kind{audit.LawEdited}},
		"a text edited, signatures kept":   {func(m *maker) { m.law(func(l *record.Law) { l.Text = strings.Repeat("d", 64) }) }, []audit.Kind{audit.LawEdited}},
		"rules edited, and signed no more": {func(m *maker) { m.law(func(l *record.Law) { l.Rules, l.Signed = strings.Repeat("d", 64), nil }) }, nil},
		"rules edited, and never signed": {func(m *maker) {
			m.law(func(l *record.Law) { l.Signed = nil })
			m.law(func(l *record.Law) { l.Rules, l.Signed = strings.Repeat("d", 64), nil })
		}, nil},
		"a room that was not needed, a week after a gap": {func(m *maker) {
			head(m, m.batches[10], func(d *record.Day) { d.Room = 2 })
			drop(m, m.batches[1], m.batches[2])
		}, []audit.Kind{audit.DayMissing, audit.Room}},
		"a law removed":                     {func(m *maker) { m.law(func(l *record.Law) { l.Removed = true }) }, nil},
		"messages out of order":             {func(m *maker) { m.common(func(c []string) []string { return []string{c[2], c[0], c[1]} }) }, []audit.Kind{audit.LeafForm, audit.BatchNumbers, audit.BatchDigest}},
		"a message twice":                   {func(m *maker) { m.common(func(c []string) []string { return []string{c[0], c[1], c[1]} }) }, []audit.Kind{audit.Twice, audit.BatchDigest}},
		"a message withheld":                {func(m *maker) { m.common(func(c []string) []string { return c[1:] }) }, []audit.Kind{audit.BatchNumbers, audit.BatchDigest}},
		"a slot left out, as one may be":    {func(m *maker) { drop(m, 18, 26) }, nil},
		"a slot and a half":                 {func(m *maker) { drop(m, 18, 30) }, []audit.Kind{audit.SlotSize}},
		"the settings changed for a day":    {func(m *maker) { m.settings(16); m.slots(2) }, nil},
		"settings that the slots do not do": {func(m *maker) { m.settings(5); m.slots(1); m.publish(settings) }, []audit.Kind{audit.SlotSize}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := days(t)
			c.do(m)
			r := verify(t, m.dir(), audit.Given{})
			got := kinds(r)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff, r.Findings)
			}
			for _, f := range r.Findings {
				if f.Says == "" || f.Ask == "" || f.Detail == "" || !strings.Contains(f.String(), string(f.Kind)) {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func (m *maker) law(change func(l *record.Law)) {
	l := trust
	l.Loaded = "2015-08-14"
	change(&l)
	m.publish(l)
}

func (m *maker) settings(width int) {
	s := settings
	s.Width = width
	m.publish(s)
	m.room = 1
}

// common changes the messages of the third batch, without holding to the form.
func (m *maker) common(change func([]string) []string) {
	at := m.batches[2] + 4
	p, err := record.Decode(m.leaves[at])
	if err != nil {
		m.t.Fatal(err)
	}
	var quoted []string
	for _, sum := range change(slices.Clone(p.(record.SharedLeaf).Common)) {
		quoted = append(quoted, `"`+sum+`"`)
	}
	m.leaves[at] = []byte("sallyport shared v1\n" + `{"common":[` + strings.Join(quoted, ",") + "]}\n")
}

// TestDamage: what is damaged is told once, and does not make anything else look wrong.
func TestDamage(t *testing.T) {
	t.Parallel()
	m := days(t)
	for _, at := range []int{0, 20, m.batches[2], m.batches[2] + 1, m.batches[2] + 4} {
		dir := m.dir()
		bundle := filepath.Join(dir, "tiles", "tile", "entries", "000")
		data, err := os.ReadFile(bundle)
		if err != nil {
			t.Fatal(err)
		}
		offset := 0
		for _, leaf := range m.leaves[:at] {
			offset += 2 + len(leaf)
		}
		data[offset+2+10] ^= 1
		if err := os.WriteFile(bundle, data, 0o644); err != nil {
			t.Fatal(err)
		}
		r := verify(t, dir, audit.Given{})
		if diff := cmp.Diff([]audit.Kind{audit.EntryDamaged}, kinds(r)); diff != "" || *r.Findings[0].Entries != (tiles.Span{First: uint64(at), Last: uint64(at)}) {
			t.Error(at, diff, r.Findings)
		}
	}
}

func TestForeignLogs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tilestest.NewKey(t, origin).Publish(t, dir, [][]byte{[]byte("golang.org/x/mod v0.42.0")})
	log, err := tiles.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audit.Verify(t.Context(), log, audit.Given{}); !errors.Is(err, tiles.ErrForeign) {
		t.Error(err)
	}
}

// TestOlderCheckpoints: what two signed checkpoints prove, and who cosigned both.
func TestOlderCheckpoints(t *testing.T) {
	t.Parallel()
	m, key, w := days(t), tilestest.NewKey(t, origin), tilestest.NewWitness("witness.invalid")
	now := time.Date(2015, 8, 14, 0, 0, 0, 0, time.UTC)
	hashes := make([]tlog.Hash, len(m.leaves)+8)
	for i, leaf := range m.leaves {
		hashes[i] = tlog.RecordHash(leaf)
	}
	signed := func(hashes []tlog.Hash, at time.Time) []byte {
		return []byte(w.Cosign(t, key.Checkpoint(t, hashes), at))
	}
	forked := func(n int) []tlog.Hash {
		other := slices.Clone(hashes[:n])
		other[n-1][0] ^= 1
		return other
	}
	dir := m.dir()
	if err := os.WriteFile(filepath.Join(dir, "tiles", "checkpoint"), signed(hashes[:len(m.leaves)], now), 0o644); err != nil {
		t.Fatal(err)
	}
	policy, err := proof.ParsePolicy(fmt.Appendf(nil, "log %s\nwitness W %s\nquorum W\n", key.Vkey, w.Vkey))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		older []byte
		want  []audit.Kind
	}{
		"a beginning":       {signed(hashes[:300], now.Add(-time.Hour)), nil},
		"nothing":           {signed(nil, now.Add(-time.Hour)), nil},
		"itself":            {signed(hashes[:len(m.leaves)], now), nil},
		"rewritten":         {signed(forked(300), now.Add(-time.Hour)), []audit.Kind{audit.Rewritten, audit.WitnessLied}},
		"forked":            {signed(forked(len(m.leaves)), now), []audit.Kind{audit.Forked, audit.WitnessLied}},
		"more":              {signed(hashes, now.Add(time.Hour)), []audit.Kind{audit.Shrank}},
		"more, and earlier": {signed(hashes, now.Add(-time.Hour)), []audit.Kind{audit.Shrank, audit.WitnessLied}},
		"less, and later":   {signed(hashes[:300], now.Add(time.Hour)), []audit.Kind{audit.WitnessLied}},
		"not signed":        {[]byte("x"), []audit.Kind{audit.Unsigned}},
	} {
		r := verify(t, dir, audit.Given{Policy: policy, Older: map[string][]byte{"kept": c.older}})
		if diff := cmp.Diff(c.want, kinds(r)); diff != "" {
			t.Error(name, diff, r.Findings)
		}
	}
}

// FuzzWalk gives a walk leaves of any kind, in any order: it tells what is wrong with them, and counts each once.
func FuzzWalk(f *testing.F) {
	m := days(f)
	var kinds [][]byte
	for _, i := range []int{0, 1, 2, m.batches[0], m.batches[0] + 1, m.batches[0] + 2, m.batches[0] + 4, m.batches[1]} {
		kinds = append(kinds, m.leaves[i])
	}
	f.Add([]byte{0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 4, 5, 6}, []byte("sallyport day v1\n{}\n"))
	f.Add([]byte{3, 2, 0, 8, 9, 7, 6, 6, 1, 1}, []byte("x"))
	f.Fuzz(func(t *testing.T, order, other []byte) {
		w := audit.NewWalk()
		for i, o := range order {
			switch leaf := kinds[int(o)%len(kinds)]; {
			case o == 200:
				w.Damaged(tiles.Span{First: uint64(i), Last: uint64(i)})
			case o > 200:
				w.Take(tiles.Entry{Index: uint64(i), Leaf: other})
			default:
				w.Take(tiles.Entry{Index: uint64(i), Leaf: leaf})
			}
		}
		w.End()
		if w.Counts.Entries != uint64(len(order)) || w.Counts.Commitments > w.Counts.Entries {
			t.Error(w.Counts)
		}
	})
}
