package identity

import (
	"context"
	"time"

	"sallyport"
	"sallyport/roles"
)

// Add enters somebody who has no role yet. Each of the changes asks that p.DB is a transaction, is made by an administrator,
// and is for the caller to put on the record in the same transaction.
func (p People) Add(ctx context.Context, by sallyport.Actor, who Person, now time.Time) error {
	if err := roles.Allows(by, roles.GiveRole); err != nil {
		return err
	}
	return p.add(ctx, by.ID, who, now)
}

func (p People) add(ctx context.Context, by string, who Person, now time.Time) error {
	for _, c := range []struct {
		what, text string
		most       int
	}{{"ID", who.ID, 64}, {"issuer", who.Issuer, 255}, {"subject", who.Subject, 255}, {"name", who.Name, 200}, {"office", who.Office, 100}} {
		if err := word(c.what, c.text, c.most); err != nil {
			return err
		}
	}
	added, err := changed(ctx, p.DB, `INSERT INTO people (id, issuer, subject, name, office, since, added_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`, who.ID, who.Issuer, who.Subject, who.Name, who.Office, now.UnixMicro(), by)
	if err == nil && !added {
		return refuse(409, "%s: there is somebody with this ID, or this subject of %s, already", who.ID, who.Issuer)
	}
	return err
}

// GiveRole gives id a role, beside those they hold: one of this node, and of the same side (roles.Holdable).
func (p People) GiveRole(ctx context.Context, by sallyport.Actor, id string, role sallyport.Role, now time.Time) error {
	who, err := p.toChange(ctx, by, roles.GiveRole, id)
	if err != nil {
		return err
	}
	return p.give(ctx, by.ID, who, role, now)
}

func (p People) give(ctx context.Context, by string, who *Person, role sallyport.Role, now time.Time) error {
	if !who.DisabledAt.IsZero() {
		return refuse(409, "%s: is disabled; enable them first", who.ID)
	}
	if err := roles.Holdable(p.Node, append(who.Roles(), role)...); err != nil {
		return refuse(409, "%s: %v", who.ID, err)
	}
	given, err := changed(ctx, p.DB, `INSERT INTO grants (person, role, since, given_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		who.ID, role, now.UnixMicro(), by)
	if err == nil && !given {
		return refuse(409, "%s: has the role %s already", who.ID, role)
	}
	return err
}

// EndRole ends a role that id holds.
func (p People) EndRole(ctx context.Context, by sallyport.Actor, id string, role sallyport.Role, now time.Time) error {
	who, err := p.toChange(ctx, by, roles.EndRole, id)
	if err != nil {
		return err
	}
	ended, err := changed(ctx, p.DB, `UPDATE grants SET ended_at = $1, ended_by = $2 WHERE person = $3 AND role = $4 AND ended_at IS NULL`,
		now.UnixMicro(), by.ID, who.ID, role)
	if err == nil && !ended {
		return refuse(409, "%s: does not have the role %s", who.ID, role)
	}
	return err
}

// Disable keeps id from acting, whatever their roles, until Enable.
func (p People) Disable(ctx context.Context, by sallyport.Actor, id string, now time.Time) error {
	who, err := p.toChange(ctx, by, roles.EndRole, id)
	if err != nil {
		return err
	}
	disabled, err := changed(ctx, p.DB, `UPDATE people SET disabled_at = $1, disabled_by = $2 WHERE id = $3 AND disabled_at IS NULL`,
		now.UnixMicro(), by.ID, who.ID)
	if err == nil && !disabled {
		return refuse(409, "%s: is disabled already", who.ID)
	}
	return err
}

// Enable lets id act again, in the roles that they held.
func (p People) Enable(ctx context.Context, by sallyport.Actor, id string) error {
	who, err := p.toChange(ctx, by, roles.GiveRole, id)
	if err != nil {
		return err
	}
	enabled, err := changed(ctx, p.DB, `UPDATE people SET disabled_at = NULL, disabled_by = NULL WHERE id = $1 AND disabled_at IS NOT NULL`, who.ID)
	if err == nil && !enabled {
		return refuse(409, "%s: is not disabled", who.ID)
	}
	return err
}

// RemovePasskeys takes all passkeys from somebody who lost one, so that they add a first one again after signing in. What
// they signed stays.
func (p People) RemovePasskeys(ctx context.Context, by sallyport.Actor, id string, now time.Time) error {
	who, err := p.toChange(ctx, by, roles.RemovePasskey, id)
	if err != nil {
		return err
	}
	removed, err := changed(ctx, p.DB, `UPDATE passkeys SET removed_at = $1, removed_by = $2 WHERE person = $3 AND removed_at IS NULL`,
		now.UnixMicro(), by.ID, who.ID)
	if err == nil && !removed {
		return refuse(409, "%s: has no passkey", who.ID)
	}
	return err
}

// toChange locks the person until the transaction ends, so that two administrators at once cannot give roles of two sides.
// That nobody changes their own also leaves a node with an administrator who changes others.
func (p People) toChange(ctx context.Context, by sallyport.Actor, act roles.Act, id string) (*Person, error) {
	if err := roles.Allows(by, act); err != nil {
		return nil, err
	}
	if by.ID == id {
		return nil, refuse(403, "%s: not for oneself; another administrator has to", act)
	}
	if _, err := p.DB.ExecContext(ctx, `UPDATE people SET id = id WHERE id = $1`, id); err != nil {
		return nil, err
	}
	return p.Find(ctx, id)
}
