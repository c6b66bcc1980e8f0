package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings a database to the newest schema: an empty one, one of any earlier version, or one from before versions
// were numbered. It refuses a database that a newer version has migrated.
func Migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, options ...goose.ProviderOption) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	steps, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	there, newest, err := steps.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("reading the version of the schema: %w", err)
	}
	if there > newest {
		return fmt.Errorf("the schema has version %d, and this program knows versions up to %d: use the newer sallyport that wrote it", there, newest)
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("migrating from version %d to %d: %w", there, newest, err)
	}
	return nil
}
