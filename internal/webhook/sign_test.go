package webhook_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"sallyport/internal/webhook"
)

func secret(t testing.TB, text string) webhook.Secret {
	t.Helper()
	s, err := webhook.ParseSecret(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSignPublished signs the example that the libraries of Standard Webhooks are tested with.
func TestSignPublished(t *testing.T) {
	header := http.Header{}
	s := secret(t, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	at := time.Unix(1614265330, 0)
	webhook.Sign(header, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, []byte(`{"test": 2432232314}`), s)
	if got, want := header.Get("webhook-signature"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
	if err := webhook.Verify(s, header, []byte(`{"test": 2432232314}`), at); err != nil {
		t.Error(err)
	}
}

// TestVerify changes one thing of a good post at a time.
func TestVerify(t *testing.T) {
	now := time.Date(2015, 7, 2, 12, 0, 0, 0, time.UTC)
	old, new := webhook.Secret(bytes.Repeat([]byte("o"), 32)), webhook.Secret(bytes.Repeat([]byte("n"), 32))
	const body = `{"id":"evt_1"}`
	tests := []struct {
		name   string
		change func(http.Header)
		secret webhook.Secret
		body   string
		after  time.Duration
		want   string
	}{
		{"by the new secret", func(http.Header) {}, new, body, 0, ""},
		{"by the old secret", func(http.Header) {}, old, body, 0, ""},
		{"five minutes later", func(http.Header) {}, new, body, webhook.Tolerance, ""},
		{"six minutes later", func(http.Header) {}, new, body, 6 * time.Minute, "6m0s from this clock"},
		{"six minutes before", func(http.Header) {}, new, body, -6 * time.Minute, "6m0s from this clock"},
		{"another secret", func(http.Header) {}, webhook.Secret(bytes.Repeat([]byte("x"), 32)), body, 0, "no signature of this secret"},
		{"another body", func(http.Header) {}, new, body + " ", 0, "no signature"},
		{"another ID", func(h http.Header) { h.Set("webhook-id", "evt_2") }, new, body, 0, "no signature"},
		{"another time", func(h http.Header) { h.Set("webhook-timestamp", "1435838401") }, new, body, 0, "no signature"},
		{"no ID", func(h http.Header) { h.Del("webhook-id") }, new, body, 0, "no ID"},
		{"no timestamp", func(h http.Header) { h.Del("webhook-timestamp") }, new, body, 0, "no timestamp"},
		{"no signature", func(h http.Header) { h.Del("webhook-signature") }, new, body, 0, "no signature"},
		{"another version", func(h http.Header) {
			h.Set("webhook-signature", strings.ReplaceAll(h.Get("webhook-signature"), "v1,", "v1a,"))
		}, new, body, 0, "no signature"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := http.Header{}
			webhook.Sign(header, "evt_1", now, []byte(body), new, old)
			test.change(header)
			err := webhook.Verify(test.secret, header, []byte(test.body), now.Add(test.after))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want it to say %q", err, test.want)
			}
		})
	}
}

func TestSecret(t *testing.T) {
	s, err := webhook.NewSecret(strings.NewReader(strings.Repeat("s", 32)))
	if err != nil || !bytes.Equal(secret(t, s.String()), s) {
		t.Errorf("%v: %s", err, s)
	}
	for _, bad := range []string{"", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!", "whsec_" + strings.Repeat("QUFB", 30)} {
		if _, err := webhook.ParseSecret(bad); err == nil || len(bad) > 6 && strings.Contains(err.Error(), bad[6:]) {
			t.Errorf("%q: error %v", bad, err)
		}
	}
	if _, err := webhook.NewSecret(strings.NewReader("short")); err == nil {
		t.Error("a secret out of too few bytes")
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("evt_1", "1435838400", "v1,AAAA v1,", []byte("{}"))
	s := webhook.Secret(bytes.Repeat([]byte("s"), 32))
	f.Fuzz(func(t *testing.T, id, timestamp, signature string, body []byte) {
		header := http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {timestamp}, "Webhook-Signature": {signature}}
		if webhook.Verify(s, header, body, time.Unix(1435838400, 0)) == nil {
			t.Error("verified, and nobody signed it")
		}
	})
}
