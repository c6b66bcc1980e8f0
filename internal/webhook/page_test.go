package webhook_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"sallyport/internal/webhook"
)

// TestThePage verifies the example of docs/operate/intake.md as a receiver does, by each of the secrets that the page gives.
func TestThePage(t *testing.T) {
	text, err := os.ReadFile("../../docs/operate/intake.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	_, rest, _ := strings.Cut(page, "```json\n")
	body, rest, _ := strings.Cut(rest, "\n```")
	header := http.Header{}
	for _, line := range regexp.MustCompile(`(?m)^(webhook-[a-z]+): (.+)$`).FindAllStringSubmatch(rest, -1) {
		header.Set(line[1], line[2])
	}
	secrets := regexp.MustCompile("`(whsec_[A-Za-z0-9+/=]+)`").FindAllStringSubmatch(page, -1)
	if len(header) != 3 || len(secrets) != 2 {
		t.Fatalf("%d headers, %d secrets", len(header), len(secrets))
	}
	for _, s := range secrets {
		if err := webhook.Verify(secret(t, s[1]), header, []byte(body), time.Unix(1435838400, 0)); err != nil {
			t.Error(err)
		}
	}
}
