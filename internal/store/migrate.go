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

// Current says whether a database that is only read has the schema that this program reads, and what to do where it has not.
func Current(ctx context.Context, db *sql.DB) error {
	all, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	newest, there := int64(len(all)), int64(0) // they are numbered from 1
	if err := db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version").Scan(&there); err != nil {
		return fmt.Errorf("no version of a schema is in it (%w): name the database of a node that was started once", err)
	}
	switch {
	case there < newest:
		return fmt.Errorf("its schema has version %d, and this program reads version %d: start the node once with this sallyport, which migrates it", there, newest)
	case there > newest:
		return fmt.Errorf("its schema has version %d, and this program reads version %d: use the newer sallyport that wrote it", there, newest)
	}
	return nil
}
