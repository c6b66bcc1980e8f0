package main

import (
	"net/http"
	"time"

	"sallyport/internal/desk"
	"sallyport/internal/web"
)

// withReceipts serves the page of receipts beside what else an agency's node serves.
func withReceipts(j *desk.Jail, open http.Handler, now func() time.Time) http.Handler {
	mux := http.NewServeMux()
	receipts := web.Receipts(j.LookUp, now)
	mux.Handle("/receipt", receipts)
	mux.Handle("/receipt/", receipts)
	mux.Handle("/", open)
	return mux
}
