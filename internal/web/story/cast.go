package story

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"sallyport"
	"sallyport/internal/demo"
)

// cookie keeps whom a visitor is.
const cookie = "sallyport_demonstration"

type partKey struct{}

// partOf is whom the visitor is.
func partOf(ctx context.Context) demo.Part {
	part, _ := ctx.Value(partKey{}).(demo.Part)
	return part
}

// Who is the visitor as a node knows them: nobody, until they are somebody.
func Who(ctx context.Context) (sallyport.Actor, bool) {
	who := partOf(ctx).Actor
	return who, who.ID != ""
}

// cast is everybody whom a visitor can be, and of each node a visitor who is nobody.
type cast struct {
	groups []group
	nobody demo.Part
}

type group struct {
	node  string
	parts []demo.Part
}

func newCast(s *Stage) *cast {
	c := new(cast)
	for _, n := range s.Nodes {
		g := group{n.Name, []demo.Part{{Key: n.Name, Says: "Nobody: a visitor", Node: n.Name, Start: "/record"}}}
		for _, p := range s.Parts {
			if p.Node == n.Name {
				g.parts = append(g.parts, p)
			}
		}
		c.groups = append(c.groups, g)
	}
	c.nobody = c.groups[0].parts[0]
	return c
}

func (c *cast) find(key string) (demo.Part, bool) {
	for _, g := range c.groups {
		if i := slices.IndexFunc(g.parts, func(p demo.Part) bool { return p.Key == key }); i >= 0 {
			return g.parts[i], true
		}
	}
	return c.nobody, false
}

// known puts whom the visitor is into the request.
func (c *cast) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		part := c.nobody
		if kept, err := r.Cookie(cookie); err == nil {
			part, _ = c.find(kept.Value)
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), partKey{}, part)))
	})
}

// be makes the visitor somebody else, and takes them to where that person begins.
func (c *cast) be(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<10)
	part, found := c.find(r.PostFormValue("be"))
	if !found {
		http.Error(w, "nobody of this demonstration has that name; go back and choose somebody", http.StatusUnprocessableEntity)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: part.Key, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, part.Start, http.StatusSeeOther)
}

// Switch is the form by which a visitor is somebody else.
func (c *cast) Switch() templ.Component { return switcher(c.groups) }

// Switch is the form of all of a demonstration's people, for the frame of the nodes' pages.
func Switch(s *Stage) templ.Component { return newCast(s).Switch() }
