// Package layout maps the fields of traditional records to trees of XML elements and back, by tables.
//
// It promises that a Binder makes of the elements of Node.Fill what a reader will make of them, so that a writer can
// see what they do not hold. It reads and writes no XML.
package layout
