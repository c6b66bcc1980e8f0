package identity

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"sallyport"
	"sallyport/roles"
)

// Person is somebody who may act at this node.
type Person struct {
	ID         string // as it stands on the record: 1 to 64 printable characters
	Issuer     string // of the provider that knows them
	Subject    string // their name there, which does not change and is not used again
	Name       string
	Office     string
	Since      time.Time
	AddedBy    string
	DisabledAt time.Time // zero while they may act
	DisabledBy string
	Grants     []Grant // oldest first
}

// Grant is one role, held from Since to EndedAt.
type Grant struct {
	Role    sallyport.Role
	Since   time.Time
	GivenBy string
	EndedAt time.Time // zero while it is held
	EndedBy string
}

// Roles are those that p holds now, in the order they were given. A disabled person holds none.
func (p *Person) Roles() (held []sallyport.Role) {
	if !p.DisabledAt.IsZero() {
		return nil
	}
	for _, g := range p.Grants {
		if g.EndedAt.IsZero() {
			held = append(held, g.Role)
		}
	}
	return held
}

// As is p acting in a role that they hold.
func (p *Person) As(role sallyport.Role) (sallyport.Actor, error) {
	if !slices.Contains(p.Roles(), role) {
		return sallyport.Actor{}, refuse(403, "%s does not have the role %s", p.ID, role)
	}
	return sallyport.Actor{ID: p.ID, Office: p.Office, Role: role}, nil
}

// ErrNobody says that the table of people has no such person.
var ErrNobody = errors.New("nobody of that name here")

// People is the table of people.
type People struct {
	Node roles.Node
	DB   SQL
}

const selectPerson = `SELECT id, issuer, subject, name, office, since, added_by, disabled_at, disabled_by FROM people `

// Find returns the person with an ID, or ErrNobody.
func (p People) Find(ctx context.Context, id string) (*Person, error) {
	return p.one(ctx, id, selectPerson+`WHERE id = $1`, id)
}

// Subject returns whom an issuer vouches for by a subject, or ErrNobody.
func (p People) Subject(ctx context.Context, issuer, subject string) (*Person, error) {
	return p.one(ctx, subject, selectPerson+`WHERE issuer = $1 AND subject = $2`, issuer, subject)
}

func (p People) one(ctx context.Context, asked, query string, args ...any) (*Person, error) {
	found, err := p.list(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%q: %w", asked, ErrNobody)
	}
	return &found[0], nil
}

// All returns everybody, the disabled too, by ID.
func (p People) All(ctx context.Context) ([]Person, error) {
	return p.list(ctx, selectPerson+`ORDER BY id`)
}

func (p People) list(ctx context.Context, query string, args ...any) (found []Person, err error) {
	err = each(ctx, p.DB, func(scan func(...any) error) error {
		var one Person
		var since int64
		var disabledAt sql.NullInt64
		var disabledBy sql.NullString
		err := scan(&one.ID, &one.Issuer, &one.Subject, &one.Name, &one.Office, &since, &one.AddedBy, &disabledAt, &disabledBy)
		one.Since, one.DisabledAt, one.DisabledBy = moment(since), maybe(disabledAt), disabledBy.String
		found = append(found, one)
		return err
	}, query, args...)
	for i := range found {
		if err == nil {
			found[i].Grants, err = p.grants(ctx, found[i].ID)
		}
	}
	return found, err
}

func (p People) grants(ctx context.Context, id string) (all []Grant, err error) {
	err = each(ctx, p.DB, func(scan func(...any) error) error {
		var g Grant
		var since int64
		var endedAt sql.NullInt64
		var endedBy sql.NullString
		err := scan(&g.Role, &since, &g.GivenBy, &endedAt, &endedBy)
		g.Since, g.EndedAt, g.EndedBy = moment(since), maybe(endedAt), endedBy.String
		all = append(all, g)
		return err
	}, `SELECT role, since, given_by, ended_at, ended_by FROM grants WHERE person = $1 ORDER BY since, role`, id)
	return all, err
}

// word checks what goes on the record, or is shown to people: something, not too long, printable.
func word(what, text string, most int) error {
	if text == "" || len(text) > most || !utf8.ValidString(text) {
		return refuse(400, "%s: give 1 to %d bytes of text", what, most)
	}
	for _, r := range text {
		if !unicode.IsPrint(r) {
			return refuse(400, "%s: %q cannot be printed", what, r)
		}
	}
	return nil
}
