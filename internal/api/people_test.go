package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/internal/store"
)

// lines are what the record says of the people who act at a node.
func lines(t *testing.T, s *store.Store) (all []string) {
	t.Helper()
	must(t, s.View(t.Context(), func(tx *store.Tx) error {
		events, err := tx.Events(0, 10000)
		for _, e := range events {
			for _, secret := range []string{"Mabel", "248289761001", "login.example"} {
				if strings.Contains(e.Body, secret) {
					t.Errorf("on the record: %s", e.Body)
				}
			}
			line, wrong := e.Decode()
			must(t, wrong)
			if line.Staff != nil {
				all = append(all, line.Kind+": "+line.Staff.ID+", "+string(line.Staff.Role)+" by "+line.Actor.ID)
			}
		}
		return err
	}))
	return all
}

// administration adds somebody at a node, gives and ends a role, disables and enables them, and takes their passkeys away.
func (w *walk) administration(at string, s *store.Store) {
	const admin = "v. vogel"
	ops := w.hubOps
	if at == "agency" {
		ops = w.jailOps
	}
	id := url.PathEscape("m. moss")
	w.do(at, admin, "add-person", "")
	ops["end-role"].path = strings.ReplaceAll(ops["end-role"].path, "{role}", "auditor")
	w.do(at, admin, "end-role", id)
	w.do(at, admin, "give-role", id)
	w.do(at, admin, "disable-person", id)
	w.do(at, admin, "enable-person", id)
	_, err := s.Engine().Write.ExecContext(w.t.Context(), `INSERT INTO passkeys (id, person, public_key, sign_count, backed_up, added_at) VALUES ('AQ', 'm. moss', x'00', 0, 0, 0)`)
	must(w.t, err)
	w.do(at, admin, "remove-passkeys", id)
	var people []person
	w.do(at, admin, "list-people", "").read(w.t, &people)
	if len(people) != 1 || people[0].Issuer != "https://login.example" || len(people[0].Roles) != 2 || people[0].Roles[0].EndedBy != admin || !people[0].Roles[1].EndedAt.IsZero() {
		w.t.Errorf("%+v", people)
	}
	want := []string{"person added: m. moss,  by v. vogel", "role given: m. moss, auditor by v. vogel", "role ended: m. moss, auditor by v. vogel", "role given: m. moss, auditor by v. vogel",
		"person disabled: m. moss,  by v. vogel", "person enabled: m. moss,  by v. vogel", "passkeys removed: m. moss,  by v. vogel"}
	if diff := cmp.Diff(want, lines(w.t, s)); diff != "" {
		w.t.Error(diff)
	}
}

// TestPeopleRefused: what the table of people does not allow leaves nothing in it, and no line on the record.
func TestPeopleRefused(t *testing.T) {
	w := newWorld(t)
	to := w.hubURL + base + "/people"
	moss := func(roles ...sallyport.Role) map[string]any {
		return map[string]any{"id": "m. moss", "subject": "248289761001", "name": "Mabel Moss", "office": "identification service", "roles": append([]sallyport.Role{}, roles...)}
	}
	refused := func(as, method, path string, body any, status int, k kind) {
		t.Helper()
		got := send(t, as, method, to+path, body)
		var p Problem
		got.read(t, &p)
		if got.status != status || p.Type != problemPath+string(k) || p.Status != status {
			t.Errorf("%s %s as %s: %d %s", method, path, as, got.status, got.body)
		}
	}
	for name := range staff {
		if name == "v. vogel" {
			continue
		}
		refused(name, "POST", "", moss(), http.StatusForbidden, kindRole)
		refused(name, "GET", "", nil, http.StatusForbidden, kindRole)
	}
	const admin = "v. vogel"
	refused(admin, "POST", "", moss(sallyport.Examiner, sallyport.Officer), http.StatusConflict, kindPeople)
	refused(admin, "POST", "", moss(sallyport.JailClerk), http.StatusConflict, kindPeople)
	refused(admin, "POST", "", map[string]any{"id": "m.\nmoss", "subject": "1", "name": "M", "office": "o", "roles": []string{}}, http.StatusBadRequest, kindPeople)
	refused(admin, "DELETE", "/nobody/passkeys", nil, http.StatusNotFound, kindNotFound)
	refused(admin, "POST", "/v.%20vogel/roles", map[string]any{"role": "examiner"}, http.StatusForbidden, kindPeople) // oneself
	if got := lines(t, w.hub.Store); len(got) > 0 {
		t.Errorf("%q", got)
	}
	if got := send(t, admin, "POST", to, moss(sallyport.Examiner)); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	refused(admin, "POST", "", moss(), http.StatusConflict, kindPeople)
	refused(admin, "POST", "/m.%20moss/roles", map[string]any{"role": "auditor"}, http.StatusConflict, kindPeople)
	refused(admin, "DELETE", "/m.%20moss/roles/records%20clerk", nil, http.StatusConflict, kindPeople)
	refused(admin, "POST", "/m.%20moss/enable", nil, http.StatusConflict, kindPeople)
	refused(admin, "DELETE", "/m.%20moss/passkeys", nil, http.StatusConflict, kindPeople)
	refused(admin, "DELETE", "", nil, http.StatusMethodNotAllowed, kindMethod)
	if got := lines(t, w.hub.Store); len(got) != 2 {
		t.Errorf("%q", got)
	}
}
