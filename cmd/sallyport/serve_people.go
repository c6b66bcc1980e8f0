package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/identity"
	"sallyport/internal/identity/devissuer"
	"sallyport/internal/node"
)

// invented is somebody of a trial's. All of them are called Example, and nobody asks them for a password.
type invented struct {
	id, name string
	role     sallyport.Role
}

// The people of each node: one for each role, and two examiners, since a match takes two.
var (
	hubPeople = []invented{
		{"a. example", "Ada Example, examiner", sallyport.Examiner},
		{"b. example", "Bo Example, examiner", sallyport.Examiner},
		{"c. example", "Cora Example, records clerk", sallyport.Clerk},
		{"d. example", "Dan Example, records clerk", sallyport.Clerk},
		{"l. example", "Lou Example, counsel", sallyport.Counsel},
		{"o. example", "Ole Example, field officer", sallyport.Officer},
		{"f. example", "Fay Example, field office director", sallyport.Director},
		{"i. example", "Ina Example, auditor", sallyport.Auditor},
		{"r. example", "Rut Example, administrator", sallyport.Administrator},
	}
	jailPeople = []invented{
		{"j. example", "Jon Example, jail clerk", sallyport.JailClerk},
		{"s. example", "Sue Example, jail supervisor", sallyport.JailSupervisor},
		{"k. example", "Kit Example, county counsel", sallyport.Counsel},
		{"i. example", "Ivo Example, auditor", sallyport.Auditor},
		{"r. example", "Ria Example, administrator", sallyport.Administrator},
	}
)

// trialNode is a node of a trial, with what its people sign in at.
type trialNode struct {
	*node.Node
	desk   *desk.Node
	people []invented
	office func(sallyport.Role) string
}

func trialNodes(t *node.Trial) []trialNode {
	all := []trialNode{{t.Hub.Node, &t.Hub.Desk.Node, hubPeople, func(role sallyport.Role) string {
		if role == sallyport.Officer || role == sallyport.Director {
			return "field office"
		}
		return "identification service"
	}}}
	for _, a := range t.Agencies {
		all = append(all, trialNode{a.Node, &a.Desk.Node, jailPeople, func(sallyport.Role) string { return a.Config.Place }})
	}
	return all
}

// issuerAbove is how far above a node's pages its people sign in.
const issuerAbove = 1000

// forTrial has a node's pages served over TLS under a host name of its own, since browsers tell hosts apart and not ports, and its people sign in at the
// development issuer. port is of the hub's pages.
func forTrial(port int) func(*node.Config) error {
	next := port + 1
	return func(c *node.Config) error {
		at := port
		if c.Place != "" {
			at, next = next, next+1
		}
		host := c.Name + ".localhost"
		c.Pages = fmt.Sprintf("localhost:%d", at)
		c.SignIn = &node.SignIn{Origin: fmt.Sprintf("https://%s:%d", host, at), Issuer: fmt.Sprintf("http://127.0.0.1:%d", at+issuerAbove), Client: c.Name}
		c.Certificate = filepath.Join(c.Dir, "pages.pem")
		if err := os.MkdirAll(c.Dir, 0o750); err != nil {
			return err
		}
		return node.TrialCertificate(c.Certificate, []string{host, "localhost"}, rand.Reader, time.Now())
	}
}

// seed enters the invented people who are not in a node's table yet, once: what an administrator changes of them stays.
func (n trialNode) seed(ctx context.Context) error {
	by := sallyport.Actor{ID: "trial", Office: n.Config.Name, Role: sallyport.Administrator}
	there, err := n.desk.People(ctx, by)
	if err != nil {
		return err
	}
	for _, p := range n.people {
		if slices.ContainsFunc(there, func(t identity.Person) bool { return t.ID == p.id }) {
			continue
		}
		who := identity.Person{ID: p.id, Issuer: n.Config.SignIn.Issuer, Subject: subject(p), Name: p.name, Office: n.office(p.role)}
		if err := n.desk.AddPerson(ctx, by, who, time.Now(), p.role); err != nil {
			return err
		}
	}
	return nil
}

func subject(p invented) string { return strings.ReplaceAll(p.id, ". ", "-") }

func (n trialNode) listen(ctx context.Context) (net.Listener, error) {
	return new(net.ListenConfig).Listen(ctx, "tcp", strings.TrimPrefix(n.Config.SignIn.Issuer, "http://"))
}

// issue answers as the node's provider until ctx ends.
func (n trialNode) issue(ctx context.Context, on net.Listener) error {
	s := n.Config.SignIn
	issuer := &devissuer.Issuer{URL: s.Issuer, ClientID: s.Client, Redirect: s.Origin + "/sign-in/callback", Random: rand.Reader, Now: time.Now}
	for _, p := range n.people {
		issuer.People = append(issuer.People, devissuer.Person{Subject: subject(p), Name: p.name})
	}
	stop := context.AfterFunc(ctx, func() { _ = on.Close() }) // nobody is left who could sign in
	defer stop()
	err := issuer.Serve(on)
	if ctx.Err() != nil && errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
