//go:build !unix

package postgrestest

import "testing"

// Server is a running cluster; there is none on this system.
type Server struct{ Data string }

// Start ends the test.
func Start(t testing.TB) *Server {
	t.Helper()
	t.Skip("a PostgreSQL of the test's own is started on Unix only")
	return nil
}

// Restart does nothing.
func (s *Server) Restart(testing.TB) {}

// Database returns nothing.
func (s *Server) Database(testing.TB) string { return "" }
