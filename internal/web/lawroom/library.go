package lawroom

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/packs"
	"sallyport/law/prove"
	"sallyport/law/render"
	"sallyport/law/sign"
	"sallyport/law/sources"
	"sallyport/law/tree"
)

// library is the packs as pages read them.
type library struct {
	book    *law.Book
	counsel []note.Verifier
	*keeper
}

func newLibrary(book *law.Book, counsel []note.Verifier) *library {
	return &library{book, counsel, newKeeper()}
}

// find is the pack that an address names, and what of it: "" for its page.
func (l *library) find(rest string) (found *law.Pack, page string) {
	for _, p := range l.book.Packs {
		below, is := strings.CutPrefix(rest+"/", p.ID+"/")
		if is && (found == nil || len(p.ID) > len(found.ID)) {
			found, page = p, strings.TrimSuffix(below, "/")
		}
	}
	return found, page
}

// isPlace says whether any pack speaks there, or at a place within a state of that name.
func (l *library) isPlace(place string) bool {
	return slices.ContainsFunc(l.book.Packs, func(p *law.Pack) bool { return p.Place == place || !p.Federal && tree.State(p.Place) == place })
}

// signed are the versions of every pack by pack's id, with who signed them.
func (l *library) signed(ctx context.Context) (map[string][]sign.Signed, error) {
	return keep(ctx, l.keeper, "signed", func() (map[string][]sign.Signed, error) {
		all := map[string][]sign.Signed{}
		for _, p := range l.book.Packs {
			beside, err := packs.Beside(p.ID)
			if err == nil {
				all[p.ID], err = sign.Read(p, beside, l.counsel)
			}
			if err != nil {
				return nil, err
			}
		}
		return all, nil
	})
}

// parts is a pack's page in pieces.
func (l *library) parts(ctx context.Context, p *law.Pack) (render.Parts, error) {
	return keep(ctx, l.keeper, "parts "+p.ID, func() (parts render.Parts, err error) {
		in, err := l.input(p)
		if err != nil {
			return parts, err
		}
		in.Changes = differenceAddress
		return render.InParts(in)
	})
}

// whole is a pack's page as one document.
func (l *library) whole(ctx context.Context, p *law.Pack) ([]byte, error) {
	return keep(ctx, l.keeper, "whole "+p.ID, func() ([]byte, error) {
		in, err := l.input(p)
		if err != nil {
			return nil, err
		}
		var text bytes.Buffer
		err = render.Page(&text, in)
		return text.Bytes(), err
	})
}

// differences are the ways in which two texts of a pack come apart.
func (l *library) differences(ctx context.Context, before, after *law.Version) ([]prove.Difference, error) {
	return keep(ctx, l.keeper, "difference "+prove.Name(before)+" "+prove.Name(after), func() ([]prove.Difference, error) {
		return prove.Diff(before, after)
	})
}

// input is a pack with what lies beside it.
func (l *library) input(p *law.Pack) (in render.Input, err error) {
	beside, err := packs.Beside(p.ID)
	if err != nil {
		return in, err
	}
	in = render.Input{Book: l.book, Pack: p, Sources: sources.Parse(beside.Sources)}
	if in.Signed, err = sign.Read(p, beside, l.counsel); err != nil {
		return in, err
	}
	in.Cases, err = casefile.Scenarios(path.Join(p.ID, "cases.yaml"), bytes.NewReader(beside.Cases))
	return in, err
}

func packAddress(p *law.Pack) string { return Path + "/" + p.ID }

func placeAddress(place string) string { return Path + "/" + place }

func differenceAddress(before, after *law.Version) string {
	return packAddress(before.Pack) + "/" + before.From + ".." + after.From
}
