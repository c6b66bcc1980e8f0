package identity

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sallyport"
	"sallyport/roles"
)

func sessionOnly(t testing.TB, write, read *sql.DB) *Service {
	t.Helper()
	s, err := New(Config{Node: roles.Hub, Office: "identification service", Origin: "https://hub.example", Issuer: "https://login.example", ClientID: "hub",
		Write: write, Read: read})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// anyChanges makes random changes to the table of people and checks what must hold after each: nobody has roles of two
// sides, refused changes change nothing, and what was given and ended stays on the table.
func anyChanges(t *testing.T, write, read *sql.DB) {
	s, run := sessionOnly(t, write, read), 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		now := newClock().now
		var ids []string
		for i := range 3 {
			ids = append(ids, fmt.Sprintf("person %d of %d", i, run))
			who := Person{ID: ids[i], Issuer: s.Issuer, Subject: ids[i], Name: "N. N.", Office: "somewhere"}
			if err := s.People(write).Add(t.Context(), root, who, now); err != nil {
				rt.Fatal(err)
			}
		}
		grants := 0
		for range rapid.IntRange(1, 12).Draw(rt, "changes") {
			now = now.Add(time.Second)
			id := rapid.SampledFrom(ids).Draw(rt, "id")
			by := rapid.SampledFrom([]sallyport.Actor{root, {ID: id, Office: "somewhere", Role: sallyport.Administrator}, alvarez}).Draw(rt, "by")
			role := rapid.SampledFrom(append(roles.All(), "sheriff")).Draw(rt, "role")
			what := rapid.SampledFrom([]string{"give", "give", "end", "disable", "enable"}).Draw(rt, "what")
			err := s.inTx(t.Context(), func(tx *sql.Tx) error {
				people := s.People(tx)
				switch what {
				case "give":
					return people.GiveRole(t.Context(), by, id, role, now)
				case "end":
					return people.EndRole(t.Context(), by, id, role, now)
				case "disable":
					return people.Disable(t.Context(), by, id, now)
				}
				return people.Enable(t.Context(), by, id)
			})
			if err == nil && by != root {
				rt.Fatalf("%s by %+v of %s", what, by, id)
			}
			if err == nil && what == "give" {
				grants++
			}
		}
		found := 0
		for _, id := range ids {
			who, err := s.People(read).Find(t.Context(), id)
			if err != nil {
				rt.Fatal(err)
			}
			if err := roles.Holdable(roles.Hub, who.Roles()...); err != nil {
				rt.Fatal(who.Roles(), err)
			}
			if !who.DisabledAt.IsZero() && len(who.Roles()) > 0 {
				rt.Fatal("disabled, with roles")
			}
			found += len(who.Grants)
		}
		if found != grants {
			rt.Fatalf("%d grants on the table; %d were given", found, grants)
		}
	})
}

func TestPeople(t *testing.T) {
	write, read, _ := sqliteFile(t)
	s := sessionOnly(t, write, read)
	people, now := s.People(write), newClock().now
	sound := Person{ID: "r. alvarez", Issuer: s.Issuer, Subject: "100", Name: "Renata Alvarez", Office: "Los Angeles field office"}
	if err := people.Add(t.Context(), root, sound, now); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Person){
		"the same ID":      func(p *Person) { p.Subject = "101" },
		"the same subject": func(p *Person) { p.ID = "another" },
		"no ID":            func(p *Person) { p.ID, p.Subject = "", "102" },
		"a line break":     func(p *Person) { p.ID, p.Subject = "a\nb", "103" },
		"no text":          func(p *Person) { p.ID, p.Subject = "\xff", "104" },
		"a long name":      func(p *Person) { p.ID, p.Subject, p.Name = "x", "105", strings.Repeat("n", 201) },
		"no office":        func(p *Person) { p.ID, p.Subject, p.Office = "y", "106", "" },
	} {
		who := sound
		change(&who)
		refused := new(Refused)
		if err := people.Add(t.Context(), root, who, now); !errors.As(err, &refused) {
			t.Error(name, err)
		}
	}
	if all, err := people.All(t.Context()); err != nil || len(all) != 1 {
		t.Error(all, err)
	}
	if _, err := people.Find(t.Context(), "nobody"); !errors.Is(err, ErrNobody) {
		t.Error(err)
	}
	if err := people.GiveRole(t.Context(), root, "nobody", sallyport.Clerk, now); !errors.Is(err, ErrNobody) {
		t.Error(err)
	}
	if err := people.GiveRole(t.Context(), root, "r. alvarez", sallyport.JailClerk, now); err == nil || !strings.Contains(err.Error(), "belongs to the agency") {
		t.Error(err)
	}
}

func TestFirstAdministrator(t *testing.T) {
	write, read, path := sqliteFile(t)
	w := newWorld(t, write, read)
	if token, err := w.MakeFirst(t.Context()); err != nil || token != "" {
		t.Fatal("there is an administrator", token, err)
	}
	if err := w.People(write).Disable(t.Context(), root, "j. moss", w.Now()); err != nil {
		t.Fatal(err)
	}
	b := w.browser(t)
	claim := func(token, id string) (int, string) {
		answer, said := b.do("POST", "/sign-in/first-administrator", fmt.Appendf(nil, `{"token":%q,"id":%q}`, token, id))
		return answer.StatusCode, said
	}
	make := func() string {
		token, err := w.MakeFirst(t.Context())
		if err != nil || len(token) != 43 {
			t.Fatal(token, err)
		}
		return token
	}
	if status, said := claim(make(), "p. weir"); status != 401 {
		t.Fatal("without signing in", status, said)
	}
	if answer, said := b.signIn("103", nil, nil); answer.StatusCode != 403 { // told that nobody knows them
		t.Fatal(answer.Status, said)
	}
	useless := func(token string) {
		t.Helper()
		if status, said := claim(token, "p. weir"); status != 403 || !strings.Contains(said, "no longer") {
			t.Error(status, said)
		}
	}
	replaced := make()
	late := make()
	for _, token := range []string{replaced, "", "another"} {
		useless(token)
	}
	w.clock.pass(firstTime + time.Second)
	useless(late)
	token := make()
	if err := w.People(write).Enable(t.Context(), root, "j. moss"); err != nil {
		t.Fatal(err)
	}
	useless(token) // while there is an administrator
	if err := w.People(write).Disable(t.Context(), root, "j. moss", w.Now()); err != nil {
		t.Fatal(err)
	}
	if contents := files(t, path); strings.Contains(contents, token) || !strings.Contains(contents, hash(token)) {
		t.Error("the token itself is in the database")
	}
	if status, said := claim(token, "j. moss"); status != 409 { // the ID is taken, and the token still good
		t.Error(status, said)
	}
	w.clock.pass(firstTime - time.Second)
	if status, said := claim(token, "p. weir"); status != 201 {
		t.Error(status, said)
	}
	if who := b.actor(); who != (sallyport.Actor{ID: "p. weir", Office: "identification service", Role: sallyport.Administrator}) {
		t.Error(who)
	}
	if status, said := claim(token, "p. weir 2"); status != 403 {
		t.Error("twice", status, said)
	}
	if token, err := w.MakeFirst(t.Context()); err != nil || token != "" {
		t.Error(token, err)
	}
}

// oneFirstAdministrator has ten people come with the token at once.
func oneFirstAdministrator(t *testing.T, write, read *sql.DB) {
	s := sessionOnly(t, write, read)
	token, err := s.MakeFirst(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			_ = s.claimFirst(t.Context(), &visit{subject: fmt.Sprint(i), name: "N. N."}, token, fmt.Sprint("person ", i))
		})
	}
	all.Wait()
	people, err := s.People(read).All(t.Context())
	if err != nil || len(people) != 1 || !slices.Equal(people[0].Roles(), []sallyport.Role{sallyport.Administrator}) {
		t.Error(people, err)
	}
}
