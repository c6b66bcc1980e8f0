// Package publiclog serves a node's log to anyone, without an account, as c2sp.org/tlog-tiles has it: the checkpoint, the tiles, the public key and the feed
// (RFC 4287), and nothing else that lies in the log's folder. What it serves any web server could serve.
package publiclog

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"sallyport/internal/feed"
	"sallyport/internal/tiles"
)

// maxPath is longer than any name of a tile.
const maxPath = 128

// tile is what a tile or a bundle of entries is called, and a partial one: level 0 to 63, the number in groups of three digits, and how many hashes it has.
var tile = regexp.MustCompile(`^/tile/(?:entries|[1-5]?[0-9]|6[0-3])(?:/x[0-9]{3}){0,6}/[0-9]{3}(\.p/[1-9][0-9]{0,2})?$`)

// published is the folder that holds what is published and, hidden, the driver's state.
const published = "tiles"

// kind is how a file is served.
type kind struct{ folder, file, media, cache string }

const (
	forGood = "public, max-age=31536000, immutable" // a tile is never written again
	forNow  = "no-store"                            // a checkpoint is old in a minute
	ask     = "no-cache"                            // may be kept, and asked for again
)

// files are those that have a name of their own.
var files = map[string]kind{
	"/checkpoint":       {published, "checkpoint", "text/plain; charset=utf-8", forNow},
	"/" + tiles.KeyFile: {"", tiles.KeyFile, "text/plain; charset=utf-8", ask},
	"/" + feed.File:     {published, feed.File, "application/atom+xml", ask},
}

// kindOf says which file of the log's folder a path names.
func kindOf(name string) (kind, bool) {
	if k, known := files[name]; known {
		return k, true
	}
	if len(name) > maxPath {
		return kind{}, false
	}
	parts := tile.FindStringSubmatch(name)
	switch {
	case parts == nil:
		return kind{}, false
	case parts[1] != "": // it may be taken away when the full one is there
		return kind{published, name[1:], "application/octet-stream", ask}, true
	}
	return kind{published, name[1:], "application/octet-stream", forGood}, true
}

// Handler serves the log in dir, as package ledger keeps it. Paths begin at the log: /checkpoint, /tile/0/000.
func Handler(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Access-Control-Allow-Origin", "*") // a page of anybody may check what it is told
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Cache-Control", forNow)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			header.Set("Allow", "GET, HEAD")
			http.Error(w, "a log is only read", http.StatusMethodNotAllowed)
			return
		}
		k, known := kindOf(r.URL.Path)
		if !known {
			http.Error(w, "no such part of a log; see c2sp.org/tlog-tiles", http.StatusNotFound)
			return
		}
		serve(w, r, dir, k)
	})
}

func serve(w http.ResponseWriter, r *http.Request, dir string, k kind) {
	file, err := os.OpenInRoot(filepath.Join(dir, k.folder), filepath.FromSlash(k.file))
	if err != nil {
		status := http.StatusInternalServerError
		if errors.Is(err, fs.ErrNotExist) {
			status = http.StatusNotFound
		}
		http.Error(w, strings.ToLower(http.StatusText(status)), status)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", k.media)
	w.Header().Set("Cache-Control", k.cache)
	http.ServeContent(w, r, "", info.ModTime(), file)
}
