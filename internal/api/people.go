package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
	"sallyport/internal/identity"
)

// person is somebody who may act at this node.
type person struct {
	ID         string    `json:"id" example:"m. moss" doc:"As it stands on the record."`
	Name       string    `json:"name" example:"Mabel Moss" doc:"Shown to whoever administers; never on the record."`
	Office     string    `json:"office" example:"identification service" doc:"Of the person. At an agency, people act for the office that is the agency's place."`
	Issuer     string    `json:"issuer" doc:"The provider that they sign in at."`
	Subject    string    `json:"subject" example:"248289761001" doc:"Who they are there."`
	Since      time.Time `json:"since" doc:"When they were added."`
	AddedBy    string    `json:"added_by" doc:"By whom."`
	DisabledAt time.Time `json:"disabled_at,omitzero" doc:"Since when they may not act; not there while they may."`
	DisabledBy string    `json:"disabled_by,omitempty" doc:"By whom."`
	Roles      []grant   `json:"roles" nullable:"false" doc:"Every role that they have had, the oldest first."`
}

type grant struct {
	Role    sallyport.Role `json:"role" example:"records clerk" doc:"The role."`
	Since   time.Time      `json:"since" doc:"From when."`
	GivenBy string         `json:"given_by" doc:"By whom."`
	EndedAt time.Time      `json:"ended_at,omitzero" doc:"Until when; not there while it is held."`
	EndedBy string         `json:"ended_by,omitempty" doc:"By whom it was ended."`
}

func personOf(p *identity.Person) person {
	shown := person{p.ID, p.Name, p.Office, p.Issuer, p.Subject, p.Since, p.AddedBy, p.DisabledAt, p.DisabledBy, []grant{}}
	for _, g := range p.Grants {
		shown.Roles = append(shown.Roles, grant{g.Role, g.Since, g.GivenBy, g.EndedAt, g.EndedBy})
	}
	return shown
}

type newPerson struct {
	Body struct {
		ID      string           `json:"id" minLength:"1" maxLength:"64" example:"m. moss" doc:"As it is to stand on the record."`
		Subject string           `json:"subject" minLength:"1" maxLength:"255" example:"248289761001" doc:"Who they are at the node's provider: whoever signs in unknown is told theirs."`
		Name    string           `json:"name" minLength:"1" maxLength:"200" example:"Mabel Moss" doc:"Their name."`
		Office  string           `json:"office" minLength:"1" maxLength:"100" example:"identification service" doc:"Their office; at an agency, its place."`
		Roles   []sallyport.Role `json:"roles" nullable:"false" maxItems:"9" doc:"Roles to begin with; [] for none."`
	} `nullable:"false"`
}

type somebody struct {
	ID string `path:"id" maxLength:"64" example:"m. moss" doc:"The person's ID."`
}

type toGive struct {
	ID   string `path:"id" maxLength:"64" example:"m. moss" doc:"The person's ID."`
	Body struct {
		Role sallyport.Role `json:"role" minLength:"1" maxLength:"64" example:"records clerk" doc:"The role."`
	} `nullable:"false"`
}

type toEnd struct {
	ID   string `path:"id" maxLength:"64" example:"m. moss" doc:"The person's ID."`
	Role string `path:"role" maxLength:"64" example:"records clerk" doc:"The role."`
}

// people registers who may act at the node: an administrator's business.
func (a *api) people() {
	n := a.node
	read(a, forPeople, says{id: "list-people", path: "/people", summary: "List the people who may act here",
		description: "Everybody of this node's own table of people, the disabled too, with each role that they have had."},
		func(ctx context.Context, c caller, _ *struct{}) (*answerTo[[]person], error) {
			all, err := n.People(ctx, c.Actor)
			shown := make([]person, len(all))
			for i := range all {
				shown[i] = personOf(&all[i])
			}
			return &answerTo[[]person]{shown}, err
		})
	administer(a, http.MethodPost, says{"add-person", "/people", "Add somebody", "Enters somebody who signs in at the node's provider, with the roles to begin with. Roles of two sides do not go together, " +
		"and nobody adds a role to themselves. The record gets the ID and the roles, and no name.",
		map[string]any{"id": "m. moss", "subject": "248289761001", "name": "Mabel Moss", "office": "identification service", "roles": []string{"auditor"}}},
		func(ctx context.Context, who sallyport.Actor, in *newPerson, at time.Time) (string, error) {
			if a.Issuer == "" {
				return "", problem(kindNotNow, "nobody signs in at this node: configure sign_in first")
			}
			b := in.Body
			p := identity.Person{ID: b.ID, Issuer: a.Issuer, Subject: b.Subject, Name: b.Name, Office: b.Office}
			return b.ID, n.AddPerson(ctx, who, p, at, b.Roles...)
		})
	administer(a, http.MethodPost, says{"give-role", "/people/{id}/roles", "Give a role", "Gives a role beside those that the person has: one of this node, and of the same side.",
		map[string]any{"role": "auditor"}},
		func(ctx context.Context, who sallyport.Actor, in *toGive, at time.Time) (string, error) {
			return in.ID, n.GiveRole(ctx, who, in.ID, in.Body.Role, at)
		})
	administer(a, http.MethodDelete, says{id: "end-role", path: "/people/{id}/roles/{role}", summary: "End a role", description: "Has effect from the person's next request on. The role stays in the table with its dates."},
		func(ctx context.Context, who sallyport.Actor, in *toEnd, at time.Time) (string, error) {
			return in.ID, n.EndRole(ctx, who, in.ID, sallyport.Role(in.Role), at)
		})
	onSomebody(a, http.MethodPost, says{id: "disable-person", path: "/people/{id}/disable", summary: "Disable somebody", description: "Keeps them from acting, whatever their roles, from their next request on."}, n.DisablePerson)
	onSomebody(a, http.MethodPost, says{id: "enable-person", path: "/people/{id}/enable", summary: "Enable somebody again", description: "Lets them act again, in the roles that they held."}, n.EnablePerson)
	onSomebody(a, http.MethodDelete, says{id: "remove-passkeys", path: "/people/{id}/passkeys", summary: "Remove somebody's passkeys",
		description: "For a passkey that was lost, or may have been copied. What it signed stays. The person adds a first one again after signing in."}, n.RemovePasskeys)
}

func onSomebody(a *api, method string, s says, do func(ctx context.Context, who sallyport.Actor, id string, at time.Time) error) {
	administer(a, method, s, func(ctx context.Context, who sallyport.Actor, in *somebody, at time.Time) (string, error) {
		return in.ID, do(ctx, who, in.ID, at)
	})
}

// administer registers a change of the table of people, and answers what it says of the person afterwards.
func administer[I any](a *api, method string, s says, do func(ctx context.Context, who sallyport.Actor, in *I, at time.Time) (id string, err error)) {
	huma.Register(a.API, a.operation(method, forPeople, s, http.StatusConflict), func(ctx context.Context, in *I) (*answerTo[person], error) {
		who := of(ctx).Actor
		id, err := do(ctx, who, in, a.Now())
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		all, err := a.node.People(ctx, who)
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		for i := range all {
			if all[i].ID == id {
				return &answerTo[person]{personOf(&all[i])}, nil
			}
		}
		return nil, a.problemOf(ctx, identity.ErrNobody)
	})
}
