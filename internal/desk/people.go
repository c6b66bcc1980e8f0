package desk

import (
	"context"
	"database/sql"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/identity"
	"sallyport/internal/store"
	"sallyport/roles"
)

// What the record says of a change of the table of people, by ID and role: no name, and not who that is at the provider.
const (
	personAdded     = "person added"
	roleGiven       = "role given"
	roleEnded       = "role ended"
	personDisabled  = "person disabled"
	personEnabled   = "person enabled"
	passkeysRemoved = "passkeys removed"
)

// People returns everybody of the node's table of people, with the roles that they have had.
func (n *Node) People(ctx context.Context, by sallyport.Actor) (all []identity.Person, err error) {
	if err := roles.Allows(by, roles.GiveRole); err != nil {
		return nil, err
	}
	err = n.Store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = n.people(tx).All(ctx)
		return err
	})
	return all, err
}

// AddPerson enters somebody, with the roles given. What a provider's subject may be, and which roles go together, is for package identity to check; its
// *identity.Refused says what does not.
func (n *Node) AddPerson(ctx context.Context, by sallyport.Actor, who identity.Person, at time.Time, given ...sallyport.Role) error {
	return n.administer(ctx, by, at, func(people identity.People, line func(string, sallyport.Staff) error) error {
		if err := people.Add(ctx, by, who, at); err != nil {
			return err
		}
		if err := line(personAdded, sallyport.Staff{ID: who.ID}); err != nil {
			return err
		}
		for _, role := range given {
			if err := people.GiveRole(ctx, by, who.ID, role, at); err != nil {
				return err
			}
			if err := line(roleGiven, sallyport.Staff{ID: who.ID, Role: role}); err != nil {
				return err
			}
		}
		return nil
	})
}

// GiveRole gives somebody a role beside those that they have.
func (n *Node) GiveRole(ctx context.Context, by sallyport.Actor, id string, role sallyport.Role, at time.Time) error {
	return n.change(ctx, by, at, roleGiven, sallyport.Staff{ID: id, Role: role}, func(p identity.People) error { return p.GiveRole(ctx, by, id, role, at) })
}

// EndRole ends a role, from that person's next request on.
func (n *Node) EndRole(ctx context.Context, by sallyport.Actor, id string, role sallyport.Role, at time.Time) error {
	return n.change(ctx, by, at, roleEnded, sallyport.Staff{ID: id, Role: role}, func(p identity.People) error { return p.EndRole(ctx, by, id, role, at) })
}

// DisablePerson keeps somebody from acting, whatever their roles, from their next request on.
func (n *Node) DisablePerson(ctx context.Context, by sallyport.Actor, id string, at time.Time) error {
	return n.change(ctx, by, at, personDisabled, sallyport.Staff{ID: id}, func(p identity.People) error { return p.Disable(ctx, by, id, at) })
}

// EnablePerson lets somebody act again, in the roles that they held.
func (n *Node) EnablePerson(ctx context.Context, by sallyport.Actor, id string, at time.Time) error {
	return n.change(ctx, by, at, personEnabled, sallyport.Staff{ID: id}, func(p identity.People) error { return p.Enable(ctx, by, id) })
}

// RemovePasskeys takes all passkeys from somebody who lost one.
func (n *Node) RemovePasskeys(ctx context.Context, by sallyport.Actor, id string, at time.Time) error {
	return n.change(ctx, by, at, passkeysRemoved, sallyport.Staff{ID: id}, func(p identity.People) error { return p.RemovePasskeys(ctx, by, id, at) })
}

// FirstAdministrator takes the step by which the first administrator comes in, who was let in from the console, and puts it on the record.
func (n *Node) FirstAdministrator(ctx context.Context, id string, at time.Time, step func(*sql.Tx) error) error {
	return n.inTx(ctx, func(tx *store.Tx) error {
		if err := step(tx.SQL()); err != nil {
			return err
		}
		console := sallyport.Actor{ID: "console", Office: n.Name, Role: sallyport.Administrator}
		if err := n.record(tx, sallyport.Event{Kind: personAdded, Actor: console, At: at, Staff: &sallyport.Staff{ID: id}}); err != nil {
			return err
		}
		return n.record(tx, sallyport.Event{Kind: roleGiven, Actor: console, At: at, Staff: &sallyport.Staff{ID: id, Role: sallyport.Administrator}})
	})
}

func (n *Node) change(ctx context.Context, by sallyport.Actor, at time.Time, kind string, whom sallyport.Staff, do func(identity.People) error) error {
	return n.administer(ctx, by, at, func(people identity.People, line func(string, sallyport.Staff) error) error {
		if err := do(people); err != nil {
			return err
		}
		return line(kind, whom)
	})
}

// administer changes the table of people and puts each change on the record, in one transaction.
func (n *Node) administer(ctx context.Context, by sallyport.Actor, at time.Time, do func(people identity.People, line func(kind string, whom sallyport.Staff) error) error) error {
	return n.inTx(ctx, func(tx *store.Tx) error {
		return do(n.people(tx), func(kind string, whom sallyport.Staff) error {
			return n.record(tx, sallyport.Event{Kind: kind, Actor: by, At: at, Staff: &whom})
		})
	})
}

func (n *Node) people(tx *store.Tx) identity.People {
	where := roles.Hub
	if n.life == &casework.Request {
		where = roles.Agency
	}
	return identity.People{Node: where, DB: tx.SQL()}
}
