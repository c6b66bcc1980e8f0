// Package outside is for tests that need what a checkout does not bring: reference files beside it, programs of the system, long runs.
package outside

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
)

// Missing ends a test for which something is not there: it is skipped and says so, or fails where SALLYPORT_REQUIRE_ALL is 1.
func Missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("SALLYPORT_REQUIRE_ALL") == "1" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// Count is how many cases, people or kills a test tries: the usual number, or what the variable of that name says for a long run.
func Count(t testing.TB, name string, usual int) int {
	t.Helper()
	given := os.Getenv(name)
	if given == "" {
		return usual
	}
	n, err := strconv.Atoi(given)
	if err != nil {
		t.Fatalf("%s=%s: how many?", name, given)
	}
	return n
}

// OnARM64 builds the tests of the package in the working directory for arm64, whose compiler fuses a product and a sum wherever it may,
// and runs those that match the pattern there.
func OnARM64(t *testing.T, pattern string) {
	t.Helper()
	qemu := emulator(t)
	binary := filepath.Join(t.TempDir(), "arm64.test")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build for arm64: %v\n%s", err, out)
	}
	out, err := exec.Command(qemu, binary, "-test.v", "-test.run", pattern).CombinedOutput()
	if err != nil {
		t.Errorf("on arm64: %v\n%s", err, out)
	}
}

// emulator finds qemu for programs of another processor, or ends the test.
func emulator(t *testing.T) string {
	t.Helper()
	if runtime.GOARCH == "arm64" {
		t.Skip("the other tests run on arm64 already")
	}
	for _, name := range []string{"qemu-aarch64-static", "qemu-aarch64"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "no qemu-aarch64: install Debian's qemu-user-static")
	return ""
}
