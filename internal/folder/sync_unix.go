//go:build !windows

package folder

import "os"

func syncNames(d *os.File) error { return d.Sync() }
