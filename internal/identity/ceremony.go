package identity

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
)

// ask keeps what somebody is asked to answer, and forgets what nobody answered.
func (s *Service) ask(ctx context.Context, db SQL, challenge, person string, nonce []byte, at time.Time) error {
	if nonce == nil {
		nonce = []byte{}
	}
	if _, err := db.ExecContext(ctx, `DELETE FROM ceremonies WHERE asked_at <= $1`, at.Add(-ceremony).UnixMicro()); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `INSERT INTO ceremonies (challenge, person, nonce, asked_at) VALUES ($1, $2, $3, $4)`,
		challenge, person, nonce, at.UnixMicro())
	return err
}

// asked is what somebody was asked, and when.
type asked struct {
	nonce []byte
	at    time.Time
}

// take gives back what was asked, once, and only to the person who was.
func (s *Service) take(ctx context.Context, db SQL, challenge, person string) (a asked, err error) {
	var at int64
	err = db.QueryRowContext(ctx, `DELETE FROM ceremonies WHERE challenge = $1 AND person = $2 AND asked_at > $3 RETURNING nonce, asked_at`,
		challenge, person, s.Now().Add(-ceremony).UnixMicro()).Scan(&a.nonce, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return a, refuse(http.StatusForbidden, "nothing was asked of your passkey that this answers, or it is over five minutes ago, or was answered already: begin again")
	}
	a.at = moment(at)
	return a, err
}

// unreadable is an answer that is none; unsound is one that does not hold.
func unreadable(err error) error {
	return refuse(http.StatusBadRequest, "the passkey's answer does not read: %v", err)
}

func unsound(err error) error {
	why := err.Error()
	var detail *protocol.Error
	if errors.As(err, &detail) {
		why = detail.Details
	}
	return refuse(http.StatusForbidden, "the passkey's answer does not hold: %s", why)
}
