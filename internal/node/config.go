// Package node runs one part of the exchange: a hub, or the agency of a jail, each with a store, keys and a book of its own, and signed links to the
// others. It wires rooms together and keeps them going; what happens in a case is package desk's, and who may send what is package link's.
package node

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"sallyport/internal/link"
)

// Config is one file for one node. The zero value is a trial: SQLite in a folder beside it, pages on loopback, nobody to talk to.
type Config struct {
	Name        string `yaml:"name"`        // by which its peers know it; "hub" unless given, or an agency's place
	Dir         string `yaml:"dir"`         // where it keeps everything; "sallyport-NAME" unless given
	Database    string `yaml:"database"`    // postgres://… ; SQLite in dir unless given
	Pages       string `yaml:"pages"`       // HOST:PORT of pages and API; localhost:8080 unless given
	Certificate string `yaml:"certificate"` // PEM file: certificate and key of the pages; behind a proxy, none
	Listen      string `yaml:"listen"`      // HOST:PORT for peers; localhost:8443 unless given
	Folder      string `yaml:"folder"`      // watched for transactions; "inbox" in dir unless given

	Backups string `yaml:"backups"` // where copies of the vault's keys go each day: another disk, never where the database's go; none unless given

	ORI           string         `yaml:"ori"`           // by which its answers are signed; "WVHUBTRY1" unless given
	SignIn        *SignIn        `yaml:"sign_in"`       // how people come in
	Machines      []Machine      `yaml:"machines"`      // that hand in bookings over the API
	API           string         `yaml:"api"`           // HOST:PORT for those that show a certificate; localhost:8444 unless given
	Tokens        []Token        `yaml:"tokens"`        // of people, for a trial
	Subscriptions []Subscription `yaml:"subscriptions"` // of systems that are told what happens
	Reach         []string       `yaml:"reach"`         // private networks that subscribers may be in: 10.1.0.0/16

	Place string `yaml:"place"` // of an agency: us-oh/franklin
	Hub   *Peer  `yaml:"hub"`   // of an agency: where it sends bookings, and who may ask

	Custody *Custody `yaml:"custody"` // of an agency: how its own system tells what it knows

	Log     Log      `yaml:"log"`     // how its log grows; see docs/operate/log.md
	Counsel []string `yaml:"counsel"` // keys of counsel whose signatures under its packs the log tells of; see docs/law/README.md
	Cosigns []string `yaml:"cosigns"` // keys of other logs that it is a witness of, as they print themselves with --check

	Agencies []AgencyPeer `yaml:"agencies"` // of a hub
	ABIS     *ABIS        `yaml:"abis"`     // of a hub: an external one, in the matcher's place
}

// Peer is the node at the other end of a link, as it prints itself with --check.
type Peer struct {
	Name         string   `yaml:"name"`
	URL          string   `yaml:"url"`
	Certificates []string `yaml:"certificates"` // sha256:…
	Keys         []string `yaml:"keys"`
}

// AgencyPeer is a jail that a hub takes bookings of. Without a peer it sends by folder or HTTP, and is asked by other ways.
type AgencyPeer struct {
	Place string   `yaml:"place"`
	ORIs  []string `yaml:"oris"`
	Peer  *Peer    `yaml:"peer"`
}

// ReadConfig reads a file, of which every key has to be known. "" is the zero value.
func ReadConfig(file string) (c Config, err error) {
	if file == "" {
		return c, nil
	}
	return c, readStrictly(file, &c)
}

// readStrictly reads one YAML document, of which every key has to be known.
func readStrictly(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	err = decoder.Decode(into)
	if wrong, ok := errors.AsType[*yaml.TypeError](err); ok {
		return fmt.Errorf("%s:%s", file, inOneLine(wrong.Errors[0]))
	}
	if err != nil && !errors.Is(err, io.EOF) { // an empty file is the zero value
		return fmt.Errorf("%s:%s", file, inOneLine(err.Error()))
	}
	return nil
}

// inOneLine turns "line 3: field x not found in type node.Config" into "3: field x: unknown; take it out, or see --help".
func inOneLine(text string) string {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "yaml: "), "line ")
	if field, _, unknown := strings.Cut(text, " not found in type "); unknown {
		return field + ": unknown; take it out, or look for its name in docs/operate/nodes.md"
	}
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// fill gives a node's defaults, and says what is missing.
func (c *Config) fill(name string) error {
	or := func(value *string, otherwise string) {
		if *value == "" {
			*value = otherwise
		}
	}
	or(&c.Name, name)
	or(&c.Dir, "sallyport-"+filepath.Base(c.Name))
	or(&c.Pages, "localhost:8080")
	or(&c.Listen, "localhost:8443")
	or(&c.API, "localhost:8444")
	or(&c.ORI, "WVHUBTRY1")
	or(&c.Folder, filepath.Join(c.Dir, "inbox"))
	for i := range c.Agencies {
		if c.Agencies[i].Place == "" || len(c.Agencies[i].ORIs) == 0 {
			return fmt.Errorf("agencies[%d]: give its place and the oris that it submits under", i)
		}
	}
	c.Log.fill(c.Place != "")
	return c.fillOutside()
}

func (p *Peer) link() (link.Peer, error) {
	peer := link.Peer{Name: p.Name, URL: p.URL}
	for _, text := range p.Certificates {
		pin, err := link.ParsePin(text)
		if err != nil {
			return peer, fmt.Errorf("peer %s: certificates: %w", p.Name, err)
		}
		peer.Certificates = append(peer.Certificates, pin)
	}
	for _, text := range p.Keys {
		key, err := link.ParsePublicKey(text)
		if err != nil {
			return peer, fmt.Errorf("peer %s: keys: %w", p.Name, err)
		}
		peer.Keys = append(peer.Keys, key)
	}
	return peer, peer.Validate()
}

// peers are all that the node talks to.
func (c *Config) peers() (all []link.Peer, err error) {
	var listed []*Peer
	if c.Hub != nil {
		listed = append(listed, c.Hub)
	}
	for i := range c.Agencies {
		if c.Agencies[i].Peer != nil {
			listed = append(listed, c.Agencies[i].Peer)
		}
	}
	for _, p := range listed {
		peer, wrong := p.link()
		err = errors.Join(err, wrong)
		all = append(all, peer)
	}
	return all, err
}
