//go:build !unix

package sql_test

import "testing"

func postgres(t testing.TB) *engine {
	t.Skip("a PostgreSQL of the test's own is started on Unix only")
	return nil
}
