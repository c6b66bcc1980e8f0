package tiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// files is where a log lies. The error is fs.ErrNotExist for a file that is not there.
type files interface {
	read(ctx context.Context, name string, limit int64) ([]byte, error)
}

func reach(source string) (files, error) {
	if !strings.HasPrefix(source, "http://") && !strings.HasPrefix(source, "https://") {
		info, err := os.Stat(source)
		if err == nil && !info.IsDir() {
			err = errors.New("not a folder")
		}
		if err != nil {
			return nil, fmt.Errorf("tiles: %w", err)
		}
		return folder(source), nil
	}
	at, err := url.Parse(source)
	if err == nil && (at.Host == "" || at.RawQuery != "" || at.Fragment != "") {
		err = errors.New("give http(s)://host/path, and nothing behind it")
	}
	if err != nil {
		return nil, fmt.Errorf("tiles: %s: %w", source, err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = ahead
	return &web{at, &http.Client{Timeout: answerTime, Transport: transport}}, nil
}

// folder is a log's folder.
type folder string

func (f folder) read(_ context.Context, name string, limit int64) ([]byte, error) {
	file, err := os.Open(filepath.Join(string(f), filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("tiles: %w", err)
	}
	defer file.Close()
	return atMost(file, file.Name(), limit)
}

// answerTime is how long a web server may take for one file, all in all.
const answerTime = 30 * time.Second

// ErrServer is in the error for a web server that cannot be reached, or fails: trying again later may help.
var ErrServer = errors.New("the log's server cannot be read now")

// web is a log on a web server.
type web struct {
	at     *url.URL
	client *http.Client
}

func (w *web) read(ctx context.Context, name string, limit int64) ([]byte, error) {
	address := w.at.JoinPath(name).String()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("tiles: %w", err)
	}
	answer, err := w.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("tiles: %w: %w", ErrServer, err)
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
		content, err := atMost(answer.Body, address, limit)
		if err != nil && !errors.Is(err, errLong) {
			err = fmt.Errorf("%w: %w", ErrServer, err) // it broke off
		}
		return content, err
	case http.StatusNotFound, http.StatusGone:
		return nil, fmt.Errorf("tiles: %s: %s: %w", address, answer.Status, fs.ErrNotExist)
	}
	return nil, fmt.Errorf("tiles: %w: %s answers %s", ErrServer, address, answer.Status)
}

// errLong is for a file that is longer than it may be.
var errLong = errors.New("longer")

func atMost(from io.Reader, name string, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(from, limit+1))
	if err != nil {
		return nil, fmt.Errorf("tiles: %s: %w", name, err)
	}
	if int64(len(content)) > limit {
		return nil, fmt.Errorf("tiles: %s: %w than %d bytes; this is no log of Sallyport's", name, errLong, limit)
	}
	return content, nil
}
