package load

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// post is how cards get to the node.
type post struct {
	url, token string
	client     *http.Client
}

const (
	path      = "/api/v1/transactions"
	media     = "application/vnd.sallyport.ebts"
	answering = 2 * time.Minute // after which an answer is not waited for
)

func newPost(hub, token string, connections int) *post {
	return &post{strings.TrimSuffix(hub, "/") + path, token, &http.Client{Timeout: answering, Transport: &http.Transport{
		MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections, WriteBufferSize: 64 << 10, DisableCompression: true}}}
}

// send sends a card once. It returns the reference that the node has acknowledged it under, or how long it wants to be left alone.
func (p *post) send(ctx context.Context, data []byte) (reference string, again time.Duration, err error) {
	body := &sent{bytes.NewReader(data), make(chan struct{})}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, body)
	if err != nil {
		return "", 0, err
	}
	request.ContentLength = int64(len(data))
	request.Header.Set("Content-Type", media)
	if p.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.token)
	}
	answer, err := p.client.Do(request)
	<-body.closed // an answer may come before the card was read: until then it must not change
	if err != nil {
		return "", 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	switch {
	case err != nil:
		return "", 0, err
	case answer.StatusCode == http.StatusCreated:
		var receipt struct{ Submission string }
		err := json.Unmarshal(text, &receipt)
		return receipt.Submission, 0, err
	case answer.StatusCode == http.StatusServiceUnavailable:
		seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
		if err == nil && seconds > 0 {
			return "", time.Duration(seconds) * time.Second, nil
		}
	}
	return "", 0, errAnswer(answer.StatusCode, text)
}

// sent is a body that says when nobody reads it any more.
type sent struct {
	*bytes.Reader
	closed chan struct{}
}

func (s *sent) Close() error {
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
	return nil
}
