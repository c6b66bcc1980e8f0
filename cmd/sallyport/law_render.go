package main

import (
	"bytes"
	"errors"
	"io"
	"path"

	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/check"
	"sallyport/law/packs"
	"sallyport/law/render"
	"sallyport/law/sources"
)

type lawRenderCmd struct {
	Pack string   `arg:"" help:"PACK, as sallyport law list names it."`
	Out  string   `required:"" placeholder:"FILE" help:"The page to write."`
	With []string `placeholder:"PATH" help:"Pack files, or folders of packs, in the place of those built in or beside them."`
	counselFlags
}

// Help is the example on the command's help page.
func (lawRenderCmd) Help() string {
	return "Example: sallyport law render us/pep --out pep.html\n\n" +
		"Writes the page counsel reviews: one HTML file, complete in itself, for a screen, a phone or paper. A pack of one's own: " +
		"sallyport law render us-oh/millbrook/4-12 --with ./millbrook --out page.html"
}

// Run writes the page.
func (c lawRenderCmd) Run(streams) error {
	book, _, err := bookWith(c.With)
	if err != nil {
		return err
	}
	p, err := packNamed(book, c.Pack)
	if err != nil {
		return err
	}
	folder, err := folderOf(p, c.With)
	if err != nil {
		return badInput(err)
	}
	signed, err := c.signed(p, c.With)
	if err != nil {
		return err
	}
	in := render.Input{Book: book, Pack: p, Sources: sources.Parse(folder.Sources.Text), Signed: signed}
	if folder.Cases.Text != nil {
		if in.Cases, err = casefile.Scenarios(folder.Cases.Name, bytes.NewReader(folder.Cases.Text)); err != nil {
			return badInput(err)
		}
	}
	return writeFile(c.Out, func(w io.Writer) error { return render.Page(w, in) })
}

// folderOf is what lies beside a pack: in the folders given, or built in.
func folderOf(p *law.Pack, with []string) (check.Folder, error) {
	if len(with) > 0 {
		folders, err := packFolders(with)
		if err != nil {
			return check.Folder{}, err
		}
		for _, f := range folders {
			if bytes.Equal(f.Pack.Text, p.Source) {
				return f, nil
			}
		}
	}
	f := check.Folder{}
	f.Cases.Name = path.Join(p.ID, "cases.yaml")
	f.Sources.Name = path.Join(p.ID, "SOURCES.md")
	var errs [2]error
	f.Cases.Text, errs[0] = packs.FS.ReadFile(f.Cases.Name)
	f.Sources.Text, errs[1] = packs.FS.ReadFile(f.Sources.Name)
	return f, errors.Join(errs[0], errs[1])
}
