package memory_test

import (
	"testing"

	"sallyport/internal/search/memory"
	"sallyport/internal/search/searchtest"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	searchtest.Exercise(t, new(memory.Engine), nil)
}
