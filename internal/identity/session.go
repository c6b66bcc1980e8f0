package identity

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// What a session says, all of it text.
const (
	sessionIssuer  = "issuer"
	sessionSubject = "subject"
	sessionName    = "name"
	sessionRole    = "role" // chosen among several; checked at each request
	sessionSince   = "since"
)

// newSessions does without scs.New, which starts a store in memory that nobody can stop.
func newSessions(s *Service) *scs.SessionManager {
	return &scs.SessionManager{
		IdleTimeout:      idle,
		Lifetime:         longest,
		HashTokenInStore: true,
		Store:            &sessionStore{write: s.Write, read: s.Read},
		Codec:            sessionCodec{},
		ErrorFunc:        s.fail,
		Cookie: scs.SessionCookie{
			Name:     "__Host-sallyport", // the prefix holds it to this host, to TLS and to the whole site (RFC 6265bis, 4.1.3.2)
			Path:     "/",
			Secure:   true,
			HttpOnly: true,
			SameSite: http.SameSiteLaxMode, // Strict would not come back from the provider
		},
	}
}

// sessionStore keeps sessions in the database under a hash of their token.
type sessionStore struct{ write, read *sql.DB }

var errNoContext = errors.New("sessions need a context")

// Delete, Find and Commit are for callers without a context, of whom scs has none when those below are there.
func (*sessionStore) Delete(string) error                    { return errNoContext }
func (*sessionStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (*sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }

// DeleteCtx ends a session.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM sessions WHERE token = $1`, token)
	return err
}

// FindCtx returns what a session that has not expired says.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data string
	err := s.read.QueryRowContext(ctx, `SELECT data FROM sessions WHERE token = $1 AND expires_at > $2`, token, time.Now().UnixMicro()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return []byte(data), err == nil, err
}

// CommitCtx keeps a session until expiry.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO sessions (token, data, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`, token, string(data), expiry.UnixMicro())
	return err
}

// sweep removes what has expired: each sign-in does, so that nothing else has to run.
func (s *sessionStore) sweep(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM sessions WHERE expires_at <= $1`, time.Now().UnixMicro())
	return err
}

// sessionCodec writes a session as JSON: its end, and its texts.
type sessionCodec struct{}

type sessionData struct {
	Until time.Time         `json:"until"`
	Says  map[string]string `json:"says"`
}

// Encode is of scs.Codec.
func (sessionCodec) Encode(until time.Time, values map[string]any) ([]byte, error) {
	data := sessionData{until, map[string]string{}}
	for key, value := range values {
		text, ok := value.(string)
		if !ok {
			return nil, fmt.Errorf("session: %s is not text", key)
		}
		data.Says[key] = text
	}
	return json.Marshal(data)
}

// Decode is of scs.Codec.
func (sessionCodec) Decode(text []byte) (time.Time, map[string]any, error) {
	var data sessionData
	if err := json.Unmarshal(text, &data); err != nil {
		return time.Time{}, nil, fmt.Errorf("session: %w", err)
	}
	values := map[string]any{}
	for key, value := range data.Says {
		values[key] = value
	}
	return data.Until, values, nil
}
