// Package roles is one table that a lawyer can read: each act of the exchange, who may do it and at which node, whether a
// second person has to do the same, whether it is signed with a passkey, and why. docs/operate/roles.md prints it.
//
// It promises to admit nothing that the table does not say. It knows no person, no case and no office: that the office is the
// right one, and the second person somebody else, is for the desk to check.
package roles

import (
	"fmt"
	"slices"
	"strings"

	"sallyport"
)

// Act is one thing that is done in the exchange, in plain words.
type Act string

// Node is where an act happens.
type Node string

const (
	Hub    Node = "hub"
	Agency Node = "agency"
	Either Node = "hub, agency"
)

// Has says whether something of node n happens at the hub or the agency that is asked about.
func (n Node) Has(asked Node) bool { return n == Either || n == asked }

// Permission is one line of the table.
type Permission struct {
	Act    Act
	Node   Node
	Roles  []sallyport.Role
	Public string // who may do it without an account, and with what; "" for nobody
	Person bool   // it is about one person: it changes what is held about them or lets somebody read it
	Second bool   // a second, different person has to do the same before it has any effect
	StepUp bool   // the act and its content are signed with the person's passkey
	Why    string // one clause, with its source
}

// Denied says that somebody's role does not do something.
type Denied struct {
	Act   Act
	Role  sallyport.Role
	Takes []sallyport.Role
}

func (d *Denied) Error() string {
	if len(d.Takes) == 0 {
		return fmt.Sprintf("%s: not as %s; no role does this", d.Act, d.Role)
	}
	return fmt.Sprintf("%s: not as %s; it takes %s", d.Act, d.Role, list(d.Takes))
}

// Unsigned says that an act has to be signed with the person's passkey, and was not.
type Unsigned struct {
	Act     Act
	Case    string // it is done to
	Content []byte // of the act, as it has to be signed
}

func (u *Unsigned) Error() string {
	return fmt.Sprintf("%s: has to be signed with your passkey", u.Act)
}

// Of returns an act's line of the table. An act that the table does not have is nobody's.
func Of(act Act) (Permission, bool) {
	i := slices.IndexFunc(Table, func(p Permission) bool { return p.Act == act })
	if i < 0 {
		return Permission{Act: act}, false
	}
	return Table[i], true
}

// Allows says whether who may do act, as far as their role goes. The error is a *Denied, or says that nobody is named.
// Permission.Second and StepUp ask for more, which the caller has to see to.
func Allows(who sallyport.Actor, act Act) error {
	if who.ID == "" || who.Office == "" {
		return fmt.Errorf("%s: nobody is named; every act names a person or the software, and an office", act)
	}
	p, _ := Of(act)
	if !slices.Contains(p.Roles, who.Role) {
		return &Denied{act, who.Role, p.Roles}
	}
	return nil
}

// Side is a group of roles that one person may hold together.
type Side struct {
	Name  string
	Node  Node
	Roles []sallyport.Role
	Why   string
}

// Holdable says whether one person at node may hold all of these roles together: known ones, of that node, of one side.
func Holdable(node Node, held ...sallyport.Role) error {
	var first *Side
	for _, role := range held {
		side := sideOf(role)
		switch {
		case side == nil:
			return fmt.Errorf("%q is no role that a person can have; it is one of %s", role, list(All()))
		case !side.Node.Has(node):
			return fmt.Errorf("%s: there is none at this node; it belongs to the %s", role, side.Node)
		case first != nil && first != side:
			return fmt.Errorf("%s and %s: not the same person, since they are of different sides (%s, %s)", held[0], role, first.Name, side.Name)
		}
		first = side
	}
	return nil
}

func sideOf(role sallyport.Role) *Side {
	for i := range Sides {
		if slices.Contains(Sides[i].Roles, role) {
			return &Sides[i]
		}
	}
	return nil
}

// All returns every role that a person can have, side by side.
func All() (all []sallyport.Role) {
	for _, side := range Sides {
		all = append(all, side.Roles...)
	}
	return all
}

// list writes "a, b or c".
func list(roles []sallyport.Role) string {
	words := make([]string, len(roles))
	for i, role := range roles {
		words[i] = string(role)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
