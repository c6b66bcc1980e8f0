package record

import (
	"crypto/hmac"
	"crypto/sha256"
)

// Size is how long a commitment is, in bytes; no published leaf is that short.
const Size = sha256.Size

// Padding is the body of an event that never was. Its commitment fills a slot of the log that had no event to hold.
const Padding = `{"kind":"padding"}`

// Commit is what a log holds of an event at once: HMAC-SHA256, under the event's salt, of the log's origin and the body, of one size for every event.
// Whoever has neither salt nor body can tell nothing from it, not even that another log holds the same event; whoever is given both can check that
// the log holds this very text.
func Commit(salt []byte, origin, body string) [Size]byte {
	return seal(salt, "sallyport event v2\n"+origin+"\n"+body)
}

// Shared is what both logs publish of a message, in a batch of a later day: the same in both, so that anyone can compare the two. Its salt travels in
// the message.
func Shared(salt []byte, body string) [Size]byte {
	return seal(salt, "sallyport message v2\n"+body)
}

func seal(salt []byte, text string) (sum [Size]byte) {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(text))
	mac.Sum(sum[:0])
	return sum
}
