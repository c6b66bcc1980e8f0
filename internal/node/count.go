package node

import (
	"context"

	"sallyport/internal/publish"
)

// count has a node's board count in the background what its log has published, so that its first readers do not wait for it.
func (n *Node) count(board *publish.Board) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := board.Ready(ctx); err != nil && ctx.Err() == nil {
			n.Log.Error("what the log has published is not counted", "error", err)
		}
		return nil
	}
}
