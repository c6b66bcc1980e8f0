package main

import (
	"errors"
	"fmt"
	"io"
)

// Exit statuses, as the command contract fixes them.
const (
	statusDone     = 0
	statusFindings = 1
	statusBadInput = 2
	statusFailed   = 3
)

// exitError carries an exit status with an error; the message is one line for a person.
// A nil err means that the command has already said everything.
type exitError struct {
	status int
	err    error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// badInput marks err as the caller's input or usage at fault (status 2).
func badInput(err error) error { return &exitError{statusBadInput, err} }

// findings says that a check ran and found something, already printed (status 1).
func findings() error { return &exitError{status: statusFindings} }

// report prints err, if it has anything to say, and returns its exit status.
// An error that nobody classified is an operation that failed.
func report(w io.Writer, err error) int {
	if err == nil {
		return statusDone
	}
	status := statusFailed
	if exit, ok := errors.AsType[*exitError](err); ok {
		status = exit.status
	}
	if message := err.Error(); message != "" {
		fmt.Fprintln(w, message)
	}
	return status
}
