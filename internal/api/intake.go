package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/itl/ebts"
)

// intakeTime is how long a transaction may take to arrive.
const intakeTime = 60 * time.Second

// MediaEBTS is an EBTS transaction in its traditional encoding. Nobody has registered one.
const MediaEBTS = "application/vnd.sallyport.ebts"

type sending struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Accept      string `header:"Accept" hidden:"true"`
	RawBody     []byte
}

type received struct {
	Status      int
	ContentType string `header:"Content-Type" hidden:"true"`
	Location    string `header:"Location" doc:"Where the submission is."`
	Body        []byte
}

// receipt is the answer to a transaction.
type receipt struct {
	Submission string `json:"submission" example:"5f1d0c3a9b7e4c2d8a6f0e11" doc:"The submission's reference, by which lists and events name it."`
	Fresh      bool   `json:"fresh" doc:"Whether this was the first time; false where the same control number of the same agency was received before."`
}

// take is how a desk takes a transaction.
type take func(ctx context.Context, c caller, data []byte, facts []desk.Fact, at time.Time) (id string, fresh bool, err error)

// transactions registers the hub's intake.
func (a *api) transactions(h *desk.Hub) {
	a.intake(forMachines, says{id: "receive-transaction", path: "/transactions", summary: "Hand in a booking's ten-prints",
		description: "One criminal ten-print transaction (EBTS, CAR), from a system of the jail that it names as its agency (1.008)."},
		func(ctx context.Context, c caller, data []byte, facts []desk.Fact, at time.Time) (string, bool, error) {
			if err := ofPlace(h, c, data); err != nil {
				return "", false, err
			}
			custody, err := custodyOf(c, facts, at)
			if err != nil {
				return "", false, err
			}
			return h.Receive(ctx, "", data, at, custody...)
		})
}

// ofPlace keeps a machine to the agencies of its own place.
func ofPlace(h *desk.Hub, c caller, data []byte) error {
	transaction, err := itl.Parse(data)
	if err != nil {
		return &desk.Malformed{Err: err}
	}
	ori := transaction.Records[0].Text(8)
	if jail, known := h.Jails[ori]; known && jail.Place != c.Office {
		return problem(kindOffice, "agency %s is of %s; this machine is of %s", ori, jail.Place, c.Office)
	}
	return nil
}

// custodyOf are a jail's facts as the hub keeps them: under the name of the person who answers for the machine.
func custodyOf(c caller, facts []desk.Fact, at time.Time) (all []store.Fact, err error) {
	who := c.answers()
	for _, f := range facts {
		if err := desk.MayEnter(who, f); err != nil {
			return nil, err
		}
		all = append(all, store.Fact{Path: f.Path, Value: f.Value, Source: f.Source, By: who.ID, Office: who.Office, At: at, Accepted: who.ID})
	}
	return all, nil
}

// answers is the person under whose name a machine's facts are entered; the machine itself where there is none.
func (c caller) answers() sallyport.Actor {
	if !c.machine || c.person == "" {
		return c.Actor
	}
	return sallyport.Actor{ID: c.person, Office: c.Office, Role: sallyport.JailClerk}
}

// bookings registers the agency's intake.
func (a *api) bookings(j *desk.Jail) {
	a.intake(forBoth, says{id: "book", path: "/bookings", summary: "Book a person: send the ten-prints to the hub",
		description: "One criminal ten-print transaction (EBTS, CAR), from the jail's own system or a person of the jail; it goes on to the hub with what is known of the custody."},
		func(ctx context.Context, c caller, data []byte, facts []desk.Fact, at time.Time) (string, bool, error) {
			switch {
			case j.Hub == "":
				return "", false, problem(kindNotNow, "this node has no hub to send bookings to; its configuration names none")
			case c.Office != j.Place:
				return "", false, problem(kindOffice, "%s is of %s; bookings here are of %s", c.ID, c.Office, j.Place)
			}
			return j.Book(ctx, c.answers(), "", data, at, facts)
		})
}

// intake registers an operation that takes a transaction, alone or with custody facts beside it.
func (a *api) intake(w who, s says, do take) {
	s.description += " It is sent as the body, or as the part transaction of a form, with the custody facts as the part custody: a JSON list of path, value and source. " +
		"It is taken once: the same control number (1.009) of the same agency is answered 200 with the reference that it has, in place of 201. " +
		"What is not in order is refused, with byte and field. With Accept: " + MediaEBTS + " the answer is a transaction: an SRE that says that the search is to come, or an ERRT."
	op := a.operation(http.MethodPost, w, s, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.DefaultStatus, op.MaxBodyBytes, op.BodyReadTimeout, op.SkipValidateBody = http.StatusCreated, itl.MaxBytes+1, a.waits(intakeTime), true
	op.Middlewares = huma.Middlewares{a.known(w), shorter(itl.MaxBytes), a.withRoom}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{MediaEBTS: {Schema: blob()}, mediaForm: {Schema: formSchema()}}}
	schema := a.OpenAPI().Components.Schemas.Schema(receiptType, true, "")
	op.Responses = map[string]*huma.Response{}
	for status, says := range map[string]string{"201": "Received, and safe on the disk.", "200": "Received before: this is its reference."} {
		op.Responses[status] = &huma.Response{Description: says, Content: map[string]*huma.MediaType{mediaJSON: {Schema: schema}}}
	}
	huma.Register(a.API, op, func(ctx context.Context, in *sending) (*received, error) { return a.receive(ctx, in, do) })
}

func (a *api) receive(ctx context.Context, in *sending, do take) (*received, error) {
	data, facts, err := parts(in)
	if err != nil {
		return nil, a.problemOf(ctx, err)
	}
	now := a.Now()
	id, fresh, err := do(ctx, of(ctx), data, facts, now)
	if err != nil {
		return a.rejected(ctx, in, data, now, err)
	}
	out := &received{http.StatusOK, mediaJSON, base + "/submissions/" + id, nil}
	if fresh {
		out.Status = http.StatusCreated
	}
	if a.ORI != "" && accepts(in.Accept, MediaEBTS) {
		out.ContentType = MediaEBTS
		out.Body, err = pending(data, a.ORI, now)
	} else {
		out.Body, err = json.Marshal(receipt{id, fresh})
	}
	if err != nil {
		return nil, a.problemOf(ctx, err)
	}
	return out, nil
}

// pending is the SRE of a transaction that was taken: the answer is not final, and says nothing of the person but what was sent.
func pending(data []byte, ori string, now time.Time) ([]byte, error) {
	transaction, err := itl.Parse(data)
	if err != nil {
		return nil, err
	}
	car, err := ebts.ParseCAR(transaction)
	if err != nil {
		return nil, err
	}
	answer, err := car.Answer(ebts.Pending, ebts.Control{TCN: "A" + car.TCN[:min(len(car.TCN), 39)], ORI: ori, Date: now, Priority: car.Priority}).Transaction()
	if err != nil {
		return nil, err
	}
	return answer.Append(nil), nil
}

// rejected answers an ERRT to whoever reads those, where the transaction says to whom; a problem to everybody else.
func (a *api) rejected(ctx context.Context, in *sending, data []byte, now time.Time, err error) (*received, error) {
	refused := a.problemOf(ctx, err)
	if refused.Type != problemPath+string(kindTransaction) || a.ORI == "" || !accepts(in.Accept, MediaEBTS) {
		return nil, refused
	}
	answer, none := ebts.Reject(data, err, ebts.Control{TCN: answerTCN(data), ORI: a.ORI, Date: now})
	if none != nil {
		return nil, refused
	}
	return &received{refused.Status, MediaEBTS, "", answer.Append(nil)}, nil
}

// answerTCN is the control number of an ERRT: the same for the same bytes, so that an answer written twice is one.
func answerTCN(data []byte) string { return fmt.Sprintf("ERRT%X", sha256.Sum256(data))[:28] }

// accepts says whether an Accept header names a format.
func accepts(header, media string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if got, _, err := mime.ParseMediaType(one); err == nil && got == media {
			return true
		}
	}
	return false
}

// withRoom lets so many bytes of transactions be read at once, and no more.
func (a *api) withRoom(ctx huma.Context, next func(huma.Context)) {
	size := request(ctx).ContentLength
	if size < 0 {
		size = itl.MaxBytes // it does not say
	}
	if !a.room.TryAcquire(size) {
		refuse(ctx, problem(kindBusy, "too many transactions are being received at this moment").after(5))
		return
	}
	defer a.room.Release(size)
	next(ctx)
}
