package api

import "net/http"

// kind is the end of a problem's type, and of the address of the page that explains it.
type kind string

const (
	kindUnread      kind = "not-json"
	kindBody        kind = "malformed-request"
	kindSignedOut   kind = "signed-out"
	kindRole        kind = "not-this-role"
	kindOffice      kind = "not-this-office"
	kindUnsigned    kind = "unsigned"
	kindPeople      kind = "people-and-passkeys"
	kindStranger    kind = "unknown-machine"
	kindMachine     kind = "for-people"
	kindPerson      kind = "for-machines"
	kindNotFound    kind = "nothing-here"
	kindMethod      kind = "another-method"
	kindSlow        kind = "too-slow"
	kindNotNow      kind = "not-now"
	kindTooLarge    kind = "too-large"
	kindMedia       kind = "another-format"
	kindTransaction kind = "malformed-transaction"
	kindCase        kind = "malformed-case"
	kindUnfit       kind = "unfit-fact"
	kindTooMany     kind = "too-many"
	kindInternal    kind = "failed"
	kindBusy        kind = "busy"
)

// explanation is what a problem's page says.
type explanation struct {
	status   int
	title    string
	happened string
	remedy   string
}

// kinds is every problem that this API answers with.
var kinds = map[kind]explanation{
	kindUnread: {http.StatusBadRequest, "Not JSON",
		"The body is not JSON, has something after it, or is not there at all. Nothing of it was kept.",
		"errors[] says what stands where JSON has none. The OpenAPI document at /api/openapi.json has an example of each body that works."},
	kindBody: {http.StatusUnprocessableEntity, "The request does not read",
		"The body, or something in the address, is not what this operation reads: a key that it does not know, a value or of another kind. Nothing of it was kept.",
		"errors[] names each place. The OpenAPI document at /api/openapi.json says what is read, with an example that works."},
	kindSignedOut: {http.StatusUnauthorized, "Nobody is named",
		"What was asked is only for people who have signed in, or for machines that are known here, and this request came from neither.",
		"People sign in at /sign-in. A machine uses its certificate at the address for machines, which whoever runs the node knows."},
	kindRole: {http.StatusForbidden, "Not in this role",
		"Each act of the exchange belongs to named roles, by one table that anyone can read. The role that this request was made in is not among them.",
		"The detail says which role it takes. Ask somebody who has it; where you hold several roles, choose the other one first. An administrator gives roles, and nobody gives themselves one."},
	kindOffice: {http.StatusForbidden, "Another office's business",
		"People act for their own office only: a jail's people in that jail's cases, the hub's people at the hub, a machine for the place that it belongs to.",
		"Ask somebody of the office whose case it is."},
	kindUnsigned: {http.StatusForbidden, "It has to be signed",
		"Two acts are signed with a passkey: an examiner's confirmation of a match, and an officer's request. This one came without a signature, and nothing of it was kept.",
		"Send sign, as it stands in the answer, to /passkey/sign/begin, have the passkey answer, and send the request again with that answer in the header Sallyport-Signature, as base64url of its JSON. A first passkey is added within ten minutes of signing in."},
	kindPeople: {http.StatusForbidden, "Not with these people or passkeys",
		"The node's own table of people, or what a passkey signed, does not allow it: roles of two sides, a change of one's own roles, an ID that is taken, a signature of other content, or one that was used. The status is of the single case. Nothing was kept.",
		"The detail says what stands against it. What was signed has to be what is done: look at it again, and sign again."},
	kindStranger: {http.StatusForbidden, "Unknown certificate or token",
		"The certificate, or the token, that came with the request is none of those that this node's configuration lists. Tokens count from the node's own machine only.",
		"The detail names the certificate's pin. Whoever runs the node adds it to machines in the configuration, with the place that the machine belongs to."},
	kindMachine: {http.StatusForbidden, "A person has to do this",
		"Machines hand in bookings and read events. To accept, answer, serve, release, hold, examine or ask is done by a person under their own name.",
		"Sign in, and do it as yourself."},
	kindPerson: {http.StatusForbidden, "A machine has to do this",
		"At the hub, transactions come from the systems of jails, each of which is known by its certificate and belongs to a place.",
		"Send it from such a system, put it into the watched folder, or book it at the jail's own node."},
	kindNotFound: {http.StatusNotFound, "Nothing here",
		"There is no such address, or no such submission at this node. What was purged leaves its line in the record and its receipt, and nothing else.",
		"See /api/openapi.json for the addresses. A submission's reference is in the answer to the booking, in the lists and in the events."},
	kindMethod: {http.StatusMethodNotAllowed, "Another method",
		"The address is right, and the method is not: what reads is asked with GET, what changes anything with POST, what ends something with DELETE.",
		"The Allow header names the method."},
	kindSlow: {http.StatusRequestTimeout, "Too slow",
		"The body did not arrive within the time that this operation gives it, so the connection was ended. Nothing of it was kept.",
		"Send it again. A transaction that was received before is known again by its control number and is never taken twice."},
	kindNotNow: {http.StatusConflict, "Not as things stand",
		"The step does not follow at this point: it was taken already, something else comes first, a second person is needed, or the matter is over.",
		"Read the submission to see where it stands. The detail says what stands against it."},
	kindTooLarge: {http.StatusRequestEntityTooLarge, "Too large",
		"The body is longer than this operation reads. It was not read, or not to its end, and nothing of it was kept.",
		"The detail says how much is read. Send several requests in its place, or a smaller transaction."},
	kindMedia: {http.StatusUnsupportedMediaType, "Another format",
		"The Content-Type of the body is none that this operation reads.",
		"The detail lists those that it does."},
	kindTransaction: {http.StatusUnprocessableEntity, "The transaction is not in order",
		"The file is not a criminal ten-print transaction (EBTS, CAR) that can be taken: it is damaged, cut off, of another type, from an agency that is not enrolled, or a finger is neither there nor noted as missing. Nothing of it was kept.",
		"errors[] names byte and field of each fault. With Accept: application/vnd.sallyport.ebts the answer is an ERRT transaction that says the same, for systems that read those. Correct the file and send it again, under the same control number."},
	kindCase: {http.StatusUnprocessableEntity, "The case does not read",
		"A case is read strictly: an unknown key is refused, so that a slip of the pen is never taken for a fact that is not known. None of the cases of this request was decided, and nothing of it was kept.",
		"errors[] names the line and the key. Leave a key out where a fact is not known; write false, none or [] only where it is known not to be."},
	kindUnfit: {http.StatusUnprocessableEntity, "The fact cannot be entered",
		"A fact has a path of the table of facts, a value of that fact's kind, and a source: the record that it was read from. One of these is missing or wrong. None of the facts of this request was kept.",
		"The detail names the fact. Correct it and send all of them again."},
	kindTooMany: {http.StatusTooManyRequests, "Too many requests",
		"Anyone may have cases decided, as many as a small machine can share out fairly. This address has asked more often than that in the last minutes.",
		"Retry-After says in how many seconds the next request is taken. Several cases fit into one request, as JSON lines; whoever has very many runs sallyport decide on a machine of their own, which gives the same answers."},
	kindInternal: {http.StatusInternalServerError, "Something of ours failed",
		"The request was in order as far as it was read, and something in this node failed. Nothing was kept of it.",
		"Try again. Where it goes on, tell whoever runs the node: its log says what failed, and holds nothing of your request."},
	kindBusy: {http.StatusServiceUnavailable, "Too much at once",
		"So many transactions wait for their search, or are being received, that no more are taken for the moment. Nothing of this one was kept.",
		"Send it again after the time that Retry-After says. A transaction that was received before is known again by its control number and is never taken twice."},
}
