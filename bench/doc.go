// Package bench measures the law engine beside its peers, the same rule, the same cases, one run, and the fingerprint engine by itself.
// It is a module of its own, so that nobody who builds Sallyport builds its peers. Everything is in the tests but the command peers, which
// measures prints beside engines in other languages; README.md says how to run them.
package bench
