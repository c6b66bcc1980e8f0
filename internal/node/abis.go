package node

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"sallyport/internal/lasting"
	"sallyport/internal/search/abis"
)

// ABIS is an external one that searches in the matcher's place (docs/operate/abis.md). Files are PEM.
type ABIS struct {
	URL         string `yaml:"url"`         // of the ABIS
	Authority   string `yaml:"authority"`   // file: who vouches for it, and for it as a client
	Certificate string `yaml:"certificate"` // file: for which templates are sealed
	Own         string `yaml:"own"`         // file: the hub's certificate and key
	Listen      string `yaml:"listen"`      // HOST:PORT where templates are fetched
	Templates   string `yaml:"templates"`   // the https address of that, as the ABIS reaches it
}

// openABIS opens the engine, and what serves templates to the ABIS.
func openABIS(c *ABIS, dir string) (*abis.Engine, *http.Server, error) {
	own, err := tls.LoadX509KeyPair(c.Own, c.Own)
	if err != nil {
		return nil, nil, fmt.Errorf("abis: own: %w", err)
	}
	authority := x509.NewCertPool()
	text, err := os.ReadFile(c.Authority)
	if err != nil || !authority.AppendCertsFromPEM(text) {
		return nil, nil, fmt.Errorf("abis: authority %s: holds no certificate, or cannot be read: %w", c.Authority, err)
	}
	certificate, err := readCertificate(c.Certificate)
	if err != nil {
		return nil, nil, err
	}
	secret, err := keptSecret(filepath.Join(dir, "abis.secret"))
	if err != nil {
		return nil, nil, err
	}
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{own}, RootCAs: authority}, TLSHandshakeTimeout: headTime}}
	engine, err := abis.Open(abis.Config{
		URL: c.URL, Client: client, Certificate: certificate, Templates: c.Templates, Book: filepath.Join(dir, "abis.book"), Secret: secret,
		Now: time.Now, Random: rand.Reader,
	})
	if err != nil {
		return nil, nil, err
	}
	server, err := engine.Server(&tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{own}, ClientCAs: authority})
	if err != nil {
		return nil, nil, errors.Join(err, engine.Close())
	}
	return engine, server, nil
}

func readCertificate(file string) (*x509.Certificate, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("abis: certificate: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("abis: certificate %s: is not PEM", file)
	}
	return x509.ParseCertificate(block.Bytes)
}

// keptSecret is drawn once, and the same from then on.
func keptSecret(file string) ([]byte, error) {
	secret, err := os.ReadFile(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	secret = make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	return secret, lasting.Replace(file, secret, 0o600)
}

// serveTemplates answers the ABIS until ctx ends.
func (h *Hub) serveTemplates(ctx context.Context) error {
	if h.templates == nil {
		return nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", h.Config.ABIS.Listen)
	if err != nil {
		return fmt.Errorf("abis: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = h.templates.Close() }) // whoever is being answered asks again
	defer stop()
	if err := h.templates.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
