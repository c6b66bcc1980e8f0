//go:build unix

// Package postgrestest starts the machine's own PostgreSQL for a test: a cluster in a directory of its own, reached by a
// socket in it, and gone when the test ends.
package postgrestest

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"

	"sallyport/internal/outside"
)

// Server is a running cluster. It never runs as root, which PostgreSQL refuses.
type Server struct {
	Data      string // the cluster's data directory
	dir, ctl  string
	as        *syscall.SysProcAttr
	databases atomic.Int64
}

// Start starts a cluster, or ends the test where there is no PostgreSQL.
func Start(t testing.TB) *Server {
	t.Helper()
	initdb, ctl := program(t, "initdb"), program(t, "pg_ctl")
	dir, err := os.MkdirTemp("", "sallyport-pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &Server{Data: filepath.Join(dir, "data"), dir: dir, ctl: ctl, as: unprivileged(t, dir)}
	s.command(t, initdb, "-D", s.Data, "-U", "sallyport", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	s.start(t)
	t.Cleanup(func() { s.stop(t) })
	return s
}

// Restart stops the server as a crash would, every connection with it, and starts it again.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.stop(t)
	s.start(t)
}

func (s *Server) start(t testing.TB) {
	t.Helper()
	s.command(t, s.ctl, "-D", s.Data, "-w", "-l", filepath.Join(s.dir, "log"),
		"-o", "-c listen_addresses='' -c fsync=off -c unix_socket_directories="+s.dir, "start")
}

func (s *Server) stop(t testing.TB) {
	t.Helper()
	s.command(t, s.ctl, "-D", s.Data, "-w", "-m", "immediate", "stop")
}

// Database creates an empty database and returns its URL.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("test%d", s.databases.Add(1))
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}

func (s *Server) url(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {s.dir}, "user": {"sallyport"}}.Encode()
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

func (s *Server) command(t testing.TB, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.SysProcAttr, c.Dir = s.as, "/"
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, said)
	}
}
