//go:build unix

package sql_test

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	lawsql "sallyport/law/sql"

	"sallyport/internal/outside"
)

// postgres is a cluster of the machine's own PostgreSQL in a directory of its own, reached by a socket in it, and
// gone when the test ends. It never runs as root, which PostgreSQL refuses.
func postgres(t testing.TB) *engine {
	t.Helper()
	initdb, ctl := program(t, "initdb"), program(t, "pg_ctl")
	dir, err := os.MkdirTemp("", "sallyport-pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as := unprivileged(t, dir)
	data := filepath.Join(dir, "data")
	command(t, as, initdb, "-D", data, "-U", "sallyport", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	command(t, as, ctl, "-D", data, "-w", "-l", filepath.Join(dir, "log"),
		"-o", "-c listen_addresses='' -c fsync=off -c unix_socket_directories="+dir, "start")
	t.Cleanup(func() { command(t, as, ctl, "-D", data, "-w", "-m", "immediate", "stop") })
	db, err := sql.Open("pgx", "host="+dir+" user=sallyport dbname=postgres")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &engine{name: "postgres", dialect: lawsql.PostgreSQL, db: db, load: func(table lawsql.Table, rows [][]any) error {
		return copyAll(db, table, rows)
	}}
}

// copyAll loads rows by COPY, and lets the planner know how many there are.
func copyAll(db *sql.DB, table lawsql.Table, rows [][]any) error {
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table.Name}, columnNames(table), pgx.CopyFromRows(rows))
		return err
	})
	if err == nil {
		_, err = conn.ExecContext(ctx, "ANALYZE "+table.Name)
	}
	return err
}

// program finds one of PostgreSQL's programs on the path, or where Debian keeps them.
func program(t testing.TB, name string) string {
	t.Helper()
	if found, err := exec.LookPath(name); err == nil {
		return found
	}
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); len(found) > 0 {
		return found[len(found)-1]
	}
	outside.Missing(t, "%s is not there, so PostgreSQL is not asked; install it (apt-get install postgresql)", name)
	return ""
}

// unprivileged is nobody, where the test runs as root, and gives nobody the directory.
func unprivileged(t testing.TB, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.Atoi(nobody.Uid)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.Atoi(nobody.Gid)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func command(t testing.TB, as *syscall.SysProcAttr, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.SysProcAttr, c.Dir = as, "/"
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, said)
	}
}
