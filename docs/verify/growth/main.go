// Growth checks that a log still begins with all that an old checkpoint spoke of: growth KEY URL OLD-CHECKPOINT
package main

import (
	"fmt"
	"golang.org/x/mod/sumdb/tlog"
	"io"
	"log"
	"net/http"
	"os"
	"sallyport/proof"
)

func main() {
	key := must(proof.LogKey(os.Args[1]))
	older := must(proof.Open(must(os.ReadFile(os.Args[3])), key))
	newer := must(proof.Open(get(os.Args[2]+"/checkpoint"), key))
	tree := tlog.Tree{N: int64(newer.Size), Hash: newer.Root}
	must(0, newer.Extends(older, must(tlog.ProveTree(tree.N, int64(older.Size), tlog.TileHashReader(tree, tiles(os.Args[2]))))))
	fmt.Printf("%s begins with those %d entries, and has %d.\n", newer.Origin, older.Size, newer.Size)
}

type tiles string // the log's address

func (t tiles) Height() int                     { return 8 } // 256 hashes to a tile (c2sp.org/tlog-tiles)
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(all []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range all {
		data = append(data, get(string(t)+"/tile"+tile.Path()[len("tile/8"):]))
	}
	return data, nil
}
func get(url string) []byte { return must(io.ReadAll(must(http.Get(url)).Body)) }
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
