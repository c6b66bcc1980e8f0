// Package link carries signed messages between two nodes over HTTPS, through mutual TLS with pinned certificates.
//
// It promises that what one node queues takes effect at the other exactly once and in order, however often either restarts
// and whatever the network does, and that each message is committed to alike in both books. A message is written in the
// transaction of the state that it tells of, and taken in the transaction of its effect. Freshness goes by number and
// session, never by a message's age: a link may be down for days. It promises nothing about what a message says: that is
// the desk's to judge. Nor does it mend a book that was set back to an older copy; it notices, refuses and raises an alarm.
//
// # The wire, version 1
//
// Each way of a link is of its own: the sender of messages is the client. TLS 1.3; each side shows a certificate whose
// public key the other has pinned (SHA-256 of its SubjectPublicKeyInfo), and authorities, host names and dates count for
// nothing. Every body, and every message in a body, is an envelope:
//
//	32 bytes  SHA-256 of the SubjectPublicKeyInfo of the signer's key
//	64 bytes  Ed25519 over a domain line ("sallyport link message v1\n", hello, welcome, batch, reply) and the payload
//	          payload: JSON without spaces, every field once and in the order of the structs here; anything else is refused
//
// POST /link/v1/hello opens a session: both names, a nonce and the sender's clock; the answer has its digest, a nonce, the
// receiver's clock and the number that it expects. Either side refuses clocks that are more than two minutes apart. The
// session is named by the SHA-256 of the answer, so that what is signed for it is signed for both nonces. It lasts an hour,
// and until the receiver restarts.
//
// POST /link/v1/batch brings items for a session, under a sequence that grows: a batch that is brought again, or after a
// later one, is refused. An item is a number, the SHA-256 of a message's payload, and the message's envelope unless the
// receiver has it already and the item only asks what became of it. The answer has a result for each of the first items,
// and the number that is expected next. Numbers from one node to another are 1, 2, 3 and so on. The next one is taken; one
// that was taken before is answered again without effect if its digest is the same, and refused and raised as an alarm if
// not; one that is too high is left, and the sender goes on from the number that is expected.
//
// What is refused is answered with a problem document (RFC 9457) whose type is /problems/ and one of the words below.
package link
