package identity

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"net/http"

	"sallyport"
)

// MakeFirst makes the token by which the first administrator comes in, for the caller to print on the console, once. It is
// "" where the node has an administrator. Only its hash is kept, and a new one does away with the one before: it is valid
// for 24 hours, for one person, while there is no administrator.
func (s *Service) MakeFirst(ctx context.Context) (token string, err error) {
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		if there, err := hasAdministrator(ctx, tx); err != nil || there {
			return err
		}
		if token, err = s.draw(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM first_administrator`); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO first_administrator (hash, expires_at) VALUES ($1, $2)`,
			hash(token), s.Now().Add(firstTime).UnixMicro())
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// claimFirst makes whoever is signed in the first administrator, under an ID of their own choice.
func (s *Service) claimFirst(ctx context.Context, v *visit, token, id string) error {
	now := s.Now()
	return s.Claim(ctx, id, func(tx *sql.Tx) error {
		// The row is taken before anything is looked at: of two who come at once, one waits here and then finds none.
		taken, err := changed(ctx, tx, `DELETE FROM first_administrator WHERE hash = $1 AND expires_at > $2`, hash(token), now.UnixMicro())
		if err != nil {
			return err
		}
		there, err := hasAdministrator(ctx, tx)
		if err != nil {
			return err
		}
		if !taken || there {
			return refuse(http.StatusForbidden, "this token is not, or no longer, good for anything; where there is no administrator, a restart prints another")
		}
		people := s.People(tx)
		who := Person{ID: id, Issuer: s.Issuer, Subject: v.subject, Name: v.name, Office: s.Office}
		if err := people.add(ctx, "console", who, now); err != nil {
			return err
		}
		return people.give(ctx, "console", &who, sallyport.Administrator, now)
	})
}

func hasAdministrator(ctx context.Context, db SQL) (bool, error) {
	var n int
	err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM grants JOIN people ON people.id = grants.person
		WHERE grants.role = $1 AND grants.ended_at IS NULL AND people.disabled_at IS NULL`, sallyport.Administrator).Scan(&n)
	return n > 0, err
}

func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// firstAdministrator takes {"token": …, "id": …} from somebody who is signed in and unknown here.
func (s *Service) firstAdministrator(v *visit, w http.ResponseWriter, r *http.Request) error {
	var asked struct{ Token, ID string }
	if err := readJSON(w, r, &asked); err != nil {
		return err
	}
	if v.subject == "" {
		return errSignedOut
	}
	if err := s.claimFirst(r.Context(), v, asked.Token, asked.ID); err != nil {
		return err
	}
	return answer(w, http.StatusCreated, map[string]any{"id": asked.ID, "role": sallyport.Administrator})
}
