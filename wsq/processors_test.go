package wsq

import (
	"testing"

	"sallyport/internal/outside"
)

// TestOtherProcessors runs for arm64 those tests that compare pixels and streams bit for bit.
func TestOtherProcessors(t *testing.T) {
	outside.OnARM64(t, "^(TestEncodingsAreThoseRecorded|TestDecodeEqualsNBIS|TestFiltersOfOtherLengths|TestNarrowImages)$")
}
