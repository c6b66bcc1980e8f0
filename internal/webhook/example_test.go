package webhook_test

import (
	"fmt"
	"net/http"
	"time"

	"sallyport/internal/webhook"
)

// A receiver verifies a post before it reads it, and drops an ID that it has seen.
func ExampleVerify() {
	secret, err := webhook.ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2015, 7, 2, 12, 0, 0, 0, time.UTC)
	body := []byte(`{"id":"evt_1","kind":"request.received","agency":"us-ca/alder","case":"c1","at":"2015-07-02T12:00:00Z","body":{}}`)
	header := http.Header{} // of the request
	webhook.Sign(header, "evt_1", now, body, secret)

	fmt.Println(webhook.Verify(secret, header, body, now.Add(time.Second)))
	fmt.Println(webhook.Verify(secret, header, append(body, ' '), now.Add(time.Second)))
	// Output:
	// <nil>
	// webhook "evt_1": no signature of this secret
}
