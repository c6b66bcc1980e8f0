package niem

import (
	"encoding/xml"
	"io"
	"strings"

	"sallyport/itl/niem/layout"
)

// document reads the root element and its records.
func (p *parser) document() error {
	root, err := p.root()
	if err != nil {
		return err
	}
	for {
		token, err := p.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case nil:
			return p.broken(io.ErrUnexpectedEOF)
		case xml.EndElement:
			if token.Name == root {
				return p.finish()
			}
		case xml.CharData:
			if layout.Trim(string(token)) != "" {
				return p.fault("text outside any element", "remove it")
			}
		case xml.StartElement:
			if err := p.record(token); err != nil {
				return err
			}
		}
	}
}

// root finds the root element, which tells the edition.
func (p *parser) root() (xml.Name, error) {
	for {
		token, err := p.next()
		if err != nil {
			return xml.Name{}, err
		}
		switch token := token.(type) {
		case nil:
			f := p.fault("no elements", askPackage)
			f.format = true
			return xml.Name{}, f
		case xml.StartElement:
			if token.Name.Local == packageName {
				for edition, load := range tables {
					if edition.root() == token.Name.Space {
						p.table = load()
						return token.Name, nil
					}
				}
			}
			f := p.fault("is not "+packageName+" of "+spaceITL2011+" or "+spaceITL2008, askPackage)
			f.format = true
			return xml.Name{}, f
		case xml.CharData:
			if layout.Trim(strings.TrimPrefix(string(token), byteOrderMark)) != "" {
				f := p.fault("does not begin with an element", askPackage)
				f.format = true
				return xml.Name{}, f
			}
		}
	}
}

const byteOrderMark = "\ufeff"

// skip leaves out an element that has just been opened.
func (p *parser) skip() error {
	for depth := len(p.path); len(p.path) >= depth; {
		token, err := p.next()
		if err != nil {
			return err
		}
		if token == nil {
			return p.broken(io.ErrUnexpectedEOF)
		}
	}
	return nil
}

// finish checks the whole: nothing but white space after the root, and contents that fit the records.
func (p *parser) finish() error {
	for {
		token, err := p.next()
		if err != nil {
			return err
		}
		if token == nil {
			break
		}
		if text, ok := token.(xml.CharData); !ok || layout.Trim(string(text)) != "" {
			return p.fault("something after the package", "remove it")
		}
	}
	if len(p.records) == 0 || p.records[0].Type != 1 {
		return &Finding{Problem: "the first record is not itl:PackageInformationRecord", Remedy: "put the Type-1 record first"}
	}
	return p.contents()
}
