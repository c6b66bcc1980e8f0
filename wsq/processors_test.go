package wsq

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestOtherProcessors builds these tests for arm64, whose compiler fuses a product and a sum wherever it may, and runs there those
// that compare pixels and streams bit for bit.
func TestOtherProcessors(t *testing.T) {
	qemu := emulator(t)
	binary := filepath.Join(t.TempDir(), "wsq.test")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build for arm64: %v\n%s", err, out)
	}
	out, err := exec.Command(qemu, binary, "-test.v", "-test.run", "^(TestEncodingsAreThoseRecorded|TestDecodeEqualsNBIS|TestFiltersOfOtherLengths|TestNarrowImages)$").CombinedOutput()
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
	if os.Getenv("SALLYPORT_REQUIRE_ALL") == "1" {
		t.Fatal("no qemu-aarch64: install Debian's qemu-user-static")
	}
	t.Skip("no qemu-aarch64: install Debian's qemu-user-static")
	return ""
}
