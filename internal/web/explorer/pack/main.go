// Command pack builds the explorer's WebAssembly, compresses it, and takes Go's script for it from the distribution, so that both belong to one compiler.
// The same source and the same Go make the same bytes on every machine.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	dir := "static"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := pack(dir); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(dir string) error {
	tmp, err := os.MkdirTemp("", "explorer")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	out := filepath.Join(tmp, "explorer.wasm")
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", out, "sallyport/internal/web/explorer/wasm") //nolint:gosec // no argument is anybody's
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=", "GOWASM=", "GOEXPERIMENT=")
	if text, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, text)
	}
	program, err := os.ReadFile(out) //nolint:gosec // ours
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(program); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "wasm_exec.js"), script, 0o644); err != nil { //nolint:gosec // read by everybody
		return err
	}
	return os.WriteFile(filepath.Join(dir, "explorer.wasm.gz"), packed.Bytes(), 0o644) //nolint:gosec // read by everybody
}
