package identity

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// TestSessionEnds moves the clock past each of a session's two ends, to the minute.
func TestSessionEnds(t *testing.T) {
	for name, c := range map[string]struct {
		every time.Duration // between two requests
		times int
		alive bool
	}{
		"used just in time":     {29 * time.Minute, 3, true},
		"idle":                  {31 * time.Minute, 1, false},
		"all day, used":         {20 * time.Minute, 35, true},
		"past the longest, too": {20 * time.Minute, 37, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				write, read, _ := sqliteFile(t)
				s := sessionOnly(t, write, read)
				mux := http.NewServeMux()
				mux.HandleFunc("/enter", func(w http.ResponseWriter, r *http.Request) {
					if err := s.enter(r.Context(), claims{Subject: "100", Name: "Renata Alvarez"}); err != nil {
						t.Error(err)
					}
				})
				mux.HandleFunc("/probe", func(w http.ResponseWriter, r *http.Request) {
					if v := r.Context().Value(visitKey{}).(*visit); v.subject == "" {
						w.WriteHeader(http.StatusUnauthorized)
					}
				})
				get := func(at string, cookies []*http.Cookie) *http.Response {
					r := httptest.NewRequestWithContext(t.Context(), "GET", at, nil)
					for _, cookie := range cookies {
						r.AddCookie(cookie)
					}
					w := httptest.NewRecorder()
					s.Who(mux).ServeHTTP(w, r)
					return w.Result()
				}
				cookies := get("/enter", nil).Cookies()
				alive := true
				for range c.times {
					time.Sleep(c.every)
					alive = get("/probe", cookies).StatusCode == http.StatusOK
				}
				if alive != c.alive {
					t.Errorf("alive: %t", alive)
				}
				time.Sleep(longest + time.Minute)
				if err := (&sessionStore{write, read}).sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
				var left int
				if err := read.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM sessions`).Scan(&left); err != nil || left != 0 {
					t.Error(left, err)
				}
			})
		})
	}
}

// TestNobodyLeavesNothing says that whoever is not signed in fills no table.
func TestNobodyLeavesNothing(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b := w.browser(t)
	for _, at := range []string{"/sign-in", "/sign-in/callback", "/probe", "/sign-in/who"} {
		b.do("GET", at, nil)
	}
	for _, at := range []string{"/sign-out", "/sign-in/role", "/passkey/add/begin", "/passkey/add/finish", "/passkey/sign/begin", "/sign-in/first-administrator"} {
		if answer, said := b.do("POST", at, []byte(`{}`)); answer.StatusCode != 401 && at != "/sign-out" && at != "/passkey/add/finish" {
			t.Error(at, answer.Status, said)
		}
	}
	for _, table := range []string{"sessions", "ceremonies"} {
		var rows int
		if err := read.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&rows); err != nil || rows != 0 {
			t.Error(table, rows, err)
		}
	}
}
