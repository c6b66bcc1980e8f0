// Package packs is the law itself: one folder per instrument, with the text a machine runs and counsel reviews
// (pack.yaml), the cases that belong to it (cases.yaml) and how sure each statement is (SOURCES.md).
package packs

import "embed"

// FS holds every pack.
//
//go:embed us* us-*
var FS embed.FS
