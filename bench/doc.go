// Package bench measures the law engine beside its peers: the same rule, the same cases, one run. It is a module of its own,
// so that nobody who builds Sallyport builds its peers. Everything is in the tests; README.md says how to run them.
package bench
