package lawroom

import (
	"cmp"
	"net/http"
	"path"
	"slices"

	"sallyport/internal/feed"
	"sallyport/law/sign"
	"sallyport/record"
)

// toldPlace is all that a log says of the law of a place.
type toldPlace struct {
	Name     string
	Versions []toldVersion
}

// toldVersion is a text and what became of it, oldest first.
type toldVersion struct {
	record.Law // as the log says it last
	Signed     []string
	Changes    []change
}

type change struct {
	Loaded, What string
	Index        uint64
}

// changes shows what the node's log says of law.
func (m *room) changes(w http.ResponseWriter, r *http.Request) {
	k, err := m.Known(r.Context())
	if err != nil {
		m.failed(w, r, err)
		return
	}
	m.show(w, r, "Changes of law", changesPage(k, told(k.Leaves)))
}

// told sorts the leaves by place, pack and version.
func told(leaves []feed.Leaf) (all []toldPlace) {
	versions := map[string]*toldVersion{}
	var names []string
	for _, leaf := range leaves {
		l, is := leaf.Says.(record.Law)
		if !is {
			continue
		}
		name := l.Pack + "@" + l.Version
		v := versions[name]
		if v == nil {
			v = new(toldVersion)
			versions[name] = v
			names = append(names, name)
		}
		v.Changes = append(v.Changes, change{l.Loaded, feed.Change(v.Law, l, len(v.Changes) > 0), leaf.Index})
		v.Law, v.Signed = l, signers(l)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(path.Dir(a), path.Dir(b)), cmp.Compare(a, b)) })
	for _, name := range names {
		at := path.Dir(name)
		if len(all) == 0 || all[len(all)-1].Name != at {
			all = append(all, toldPlace{Name: at})
		}
		last := &all[len(all)-1]
		last.Versions = append(last.Versions, *versions[name])
	}
	return all
}

// signers says who signed a version, as the log has it. The node checked these signatures; a reader with counsel's key does so again by log law.
func signers(l record.Law) (all []string) {
	said := sign.Statement{Pack: l.Pack, Version: l.Version, Hashes: sign.Hashes{Text: l.Text, Rules: l.Rules, Cases: l.Cases}}
	for _, entry := range l.Signed {
		if s, err := sign.FromEntry(said, entry, nil); err == nil {
			all = append(all, s.Name+", "+day(s.Day)+", key "+s.Key)
		}
	}
	return all
}
