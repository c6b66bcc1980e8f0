package main

// itlCmd groups the commands on ANSI/NIST-ITL transactions.
type itlCmd struct{}

// Run is replaced by the subcommands as they arrive.
func (itlCmd) Run() error { return nil }
