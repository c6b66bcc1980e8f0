package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Line is what both books say of a message in public. It tells who wrote to whom about which case, and commits to what was
// said.
type Line struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Number int64  `json:"number"`
	Case   string `json:"case,omitempty"`
	Kind   string `json:"kind"`
	Digest string `json:"digest"` // hexadecimal
}

// lineBody is the body of an event that is a message, told from other events by its only field.
type lineBody struct {
	Message Line `json:"message"`
}

// Line returns the body and the salt of the event that the sender's book and the receiver's hold of the message. Both
// follow from the message, so both logs hold the same leaf; the salt of the line, published later with it, tells nothing
// of the message's own.
func (m *Message) Line() (body, salt string, err error) {
	payload, err := m.Encode()
	if err != nil {
		return "", "", err
	}
	text, err := encode(lineBody{Line{m.From, m.To, m.Number, m.Case, m.Kind, hex.EncodeToString(Digest(payload))}})
	if err != nil {
		return "", "", fault("line", err)
	}
	mac := hmac.New(sha256.New, m.Salt)
	mac.Write([]byte("sallyport link line v1\n"))
	return string(text), hex.EncodeToString(mac.Sum(nil)), nil
}

// ParseLine reads the body of an event; the second result is false where the event is not a message.
func ParseLine(body string) (Line, bool) {
	line, err := decode[lineBody]([]byte(body))
	if err != nil || line.Message.Number < 1 {
		return Line{}, false
	}
	return line.Message, true
}
