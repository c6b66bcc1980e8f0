// Package abis searches in an external ABIS, by the messages of MOSIP's ABIS API 0.9 over HTTPS: docs/operate/abis.md.
//
// The ABIS is a shortlist. It names people, and our own matcher scores them by the templates that the hub keeps beside (the book), so
// that a score means what it means with every other engine; what the ABIS's own scores mean only its maker can say. A search is complete
// or an error: an answer with fewer people than were asked for, with somebody whom the hub never entered, or from an ABIS that holds another
// number of people than it was given, is never read as "nobody".
package abis

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"sallyport/internal/search"
	"sallyport/internal/search/abis/datashare"
)

// Config is what an engine needs to know.
type Config struct {
	URL         string            // of the ABIS: messages are posted to URL/abis/v0.9/requests
	Client      *http.Client      // has the hub's certificate, and knows the authority of the ABIS's; redirections are not followed
	Certificate *x509.Certificate // of the ABIS, RSA of 2,048 bits: templates are sealed for it
	Templates   string            // the URL under which the ABIS reaches what Server serves
	Book        string            // file of what the ABIS holds of us
	Secret      []byte            // 32 bytes or more that name references; the same as long as the ABIS holds any

	Patience time.Duration // how long an answer may take; 0 is a minute
	Pause    time.Duration // between two questions for an answer that comes later; 0 is a second

	Now    func() time.Time
	Random io.Reader
}

// Validate says what is wrong with a configuration.
func (c *Config) Validate() error {
	switch {
	case c.Client == nil:
		return errors.New("abis: the HTTP client is missing; give one with the hub's certificate")
	case c.Certificate == nil:
		return errors.New("abis: the ABIS's certificate is missing; templates are sealed for it")
	case len(c.Secret) < 32:
		return fmt.Errorf("abis: the secret has %d bytes; give 32 random ones", len(c.Secret))
	case c.Patience < 0 || c.Pause < 0:
		return errors.New("abis: patience or pause is negative")
	case c.Now == nil || c.Random == nil:
		return errors.New("abis: the clock or the source of random bytes is missing")
	}
	for _, address := range []string{c.URL, c.Templates} {
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("abis: %q is no https address; the ABIS's, and that of the templates, must be", address)
		}
	}
	if _, err := datashare.Key(c.Certificate); err != nil {
		return fmt.Errorf("abis: %w", err)
	}
	return nil
}

// Engine is a search.Searcher. It holds the book's lock until it is closed.
type Engine struct {
	config   Config
	carrier  *carrier
	shares   *shares
	book     *book
	changing sync.Mutex // enrolments and removals, one after the other
}

// Open opens the book, and makes it where there is none. It does not ask the ABIS: Status does.
func Open(c Config) (*Engine, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	c.Secret = append([]byte{}, c.Secret...)
	book, err := openBook(c.Book, func(e search.Enrolment) string { return reference(c.Secret, e) })
	if err != nil {
		return nil, err
	}
	client := *c.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if c.Patience == 0 {
		c.Patience = time.Minute
	}
	if c.Pause == 0 {
		c.Pause = time.Second
	}
	return &Engine{
		config: c, book: book,
		carrier: &carrier{strings.TrimRight(c.URL, "/") + messages, &client, c.Patience, c.Pause},
		shares:  &shares{base: strings.TrimRight(c.Templates, "/"), now: c.Now, random: c.Random, open: map[string]share{}},
	}, nil
}

// Close gives the book back.
func (g *Engine) Close() error { return g.book.close() }

// Server serves the templates behind reference URLs, whatever their path, to clients with a certificate of an authority in ClientCAs, which
// must not be nil. Give it a listener with ServeTLS.
func (g *Engine) Server(c *tls.Config) (*http.Server, error) {
	if c == nil || c.ClientCAs == nil {
		return nil, errors.New("abis: the authority of the ABIS's certificate is missing; templates are given to nobody without one")
	}
	c = c.Clone()
	c.ClientAuth = tls.RequireAndVerifyClientCert
	c.MinVersion = max(c.MinVersion, tls.VersionTLS12)
	const slow = 10 * time.Second
	return &http.Server{Handler: g.shares, TLSConfig: c, ReadTimeout: slow, WriteTimeout: g.config.Patience, IdleTimeout: time.Minute, MaxHeaderBytes: 8 << 10}, nil
}

// Status is how the ABIS is.
type Status struct {
	Pending    int // jobs that it has yet to do
	References int // that it holds
}

// Status asks the ABIS how it is, and compares what it holds with the book.
func (g *Engine) Status(ctx context.Context) (s Status, err error) {
	l := g.book.look()
	defer l.end()
	if _, err := g.send(ctx, ping, nil); err != nil {
		return s, fmt.Errorf("abis: %w", err)
	}
	a, err := g.send(ctx, pendingJobs, nil)
	if err != nil {
		return s, fmt.Errorf("abis: %w", err)
	}
	s.Pending = a.count
	if s.References, err = g.count(ctx, l); err != nil {
		return s, fmt.Errorf("abis: %w", err)
	}
	return s, nil
}

// count asks how many references the ABIS holds, which must be as many as the look allows.
func (g *Engine) count(ctx context.Context, l *look) (int, error) {
	a, err := g.send(ctx, referenceCount, nil)
	if err != nil {
		return 0, err
	}
	return a.count, l.checkCount(a.count)
}

// send sends a message, to which add adds what it needs, and waits for the answer.
func (g *Engine) send(ctx context.Context, k kind, add func(*request)) (*answer, error) {
	r, err := newRequest(k, g.config.Now(), g.config.Random)
	if err != nil {
		return nil, err
	}
	if add != nil {
		add(r)
	}
	return g.carrier.ask(ctx, r)
}
