package link

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// What a receiver refuses a request for; each is also the end of the problem's type.
const (
	ProblemMalformed    = "link-malformed"    // not what this version writes
	ProblemTooLarge     = "link-too-large"    // over the limit of a request
	ProblemSlow         = "link-slow"         // the body did not come in time
	ProblemStranger     = "link-stranger"     // a certificate or a name that belongs to no peer
	ProblemSignature    = "link-signature"    // not signed with the peer's key
	ProblemClock        = "link-clock"        // the clocks are too far apart
	ProblemSession      = "link-session"      // no such session: say hello again
	ProblemReplayed     = "link-replayed"     // the session has seen this batch or a later one
	ProblemEquivocation = "link-equivocation" // two messages under one number
	ProblemUnavailable  = "link-unavailable"  // not the sender's fault; try again later
)

var problems = map[string]struct {
	status int
	title  string
}{
	ProblemMalformed:    {http.StatusBadRequest, "Malformed request"},
	ProblemTooLarge:     {http.StatusRequestEntityTooLarge, "Request too large"},
	ProblemSlow:         {http.StatusRequestTimeout, "Request too slow"},
	ProblemStranger:     {http.StatusForbidden, "Not a peer of this node"},
	ProblemSignature:    {http.StatusForbidden, "Not signed by the peer"},
	ProblemClock:        {http.StatusForbidden, "Clocks too far apart"},
	ProblemSession:      {http.StatusConflict, "No such session"},
	ProblemReplayed:     {http.StatusConflict, "Batch seen before"},
	ProblemEquivocation: {http.StatusConflict, "Two messages under one number"},
	ProblemUnavailable:  {http.StatusServiceUnavailable, "Not possible now"},
}

const (
	problemPath  = "/problems/" // of the page that explains a problem, at the node that answers with it
	problemMedia = "application/problem+json"
)

// Problem is why a request was refused: a problem document of RFC 9457.
type Problem struct {
	Type   string `json:"type"` // /problems/ and one of the words above
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func (p *Problem) Error() string { return fmt.Sprintf("link: %s: %s", p.Title, p.Detail) }

func (p *Problem) is(kind string) bool { return p.Type == problemPath+kind }

func problem(kind, detail string, args ...any) *Problem {
	as := problems[kind]
	return &Problem{problemPath + kind, as.title, as.status, fmt.Sprintf(detail, args...)}
}

// asProblem hides from a peer what is wrong inside.
func asProblem(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return problem(ProblemUnavailable, "this node cannot take messages now; try again later")
}

func (p *Problem) write(w http.ResponseWriter) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", problemMedia)
	w.WriteHeader(p.Status)
	_, err = w.Write(text)
	return err
}

// readProblem reads why a peer refused a request, or says what came instead.
func readProblem(answer *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxProblem))
	if err != nil {
		return fault("reading a refusal", err)
	}
	p := new(Problem)
	if answer.Header.Get("Content-Type") != problemMedia || json.Unmarshal(text, p) != nil || p.Status != answer.StatusCode {
		return fmt.Errorf("link: the peer answers %s and no reason of a link's; is its address right?", answer.Status)
	}
	return p
}

const maxProblem = 4 << 10 // bytes
