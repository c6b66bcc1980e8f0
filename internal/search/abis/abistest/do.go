package abistest

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"

	"sallyport/fingerprint"
	"sallyport/internal/search/abis/cbeff"
	"sallyport/internal/search/abis/datashare"
)

// do does what a message that is as specified asks, and puts what it found into the answer.
func (s *ABIS) do(ctx context.Context, m Message, answer map[string]any) reason {
	switch m.ID {
	case "mosip.abis.insert":
		return s.insert(ctx, m)
	case "mosip.abis.identify":
		return s.identify(ctx, m, answer)
	case "mosip.abis.delete":
		return s.delete(ctx, m.ReferenceID)
	case "mosip.abis.pendingJobs":
		answer["jobscount"] = "0"
	case "mosip.abis.referenceCount":
		answer["count"] = strconv.Itoa(len(s.Holds()))
	}
	return none
}

func (s *ABIS) insert(ctx context.Context, m Message) reason {
	if _, there := s.Holds()[m.ReferenceID]; there {
		return alreadyExists
	}
	prints, why := s.fetch(ctx, m.ReferenceURL, cbeff.Enroll)
	if why != none {
		return why
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.keep(m.ReferenceID, prints)
	return none
}

func (s *ABIS) delete(ctx context.Context, reference string) reason {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.prints[reference] == nil {
		return notFound
	}
	delete(s.prints, reference)
	_ = s.engine.Remove(ctx, reference) // in memory it cannot fail
	return none
}

// identify gives the likeliest references that are rare enough among strangers for targetFPIR.
func (s *ABIS) identify(ctx context.Context, m Message, answer map[string]any) reason {
	probe := s.Holds()[m.ReferenceID]
	if m.ReferenceID != "" && probe == nil {
		return notFound
	}
	if probe == nil {
		var why reason
		if probe, why = s.fetch(ctx, m.ReferenceURL, cbeff.Identify); why != none {
			return why
		}
	}
	most, rate := 10, 1e-3
	if m.MaxResults != "" {
		most, _ = strconv.Atoi(m.MaxResults) // check has seen that it is a number
	}
	if n, err := strconv.Atoi(m.TargetFPIR); err == nil {
		rate = math.Pow(10, -float64(n)/10)
	}
	s.lock.Lock()
	engine := s.engine
	s.lock.Unlock()
	found, err := engine.Search(ctx, probe, most)
	if err != nil {
		return unexpected
	}
	list := []any{}
	for _, c := range found {
		if c.FalseMatchRate() <= rate {
			scores := map[string]any{"internalScore": strconv.FormatFloat(c.Score, 'f', 1, 64), "confidence": 1 - c.FalseMatchRate()}
			list = append(list, map[string]any{"referenceId": c.ID, "analytics": scores, "modalities": []any{map[string]any{"biometricType": "FIR", "analytics": scores}}})
		}
	}
	answer["candidateList"] = map[string]any{"count": strconv.Itoa(len(list)), "candidates": list, "analytics": map[string]any{}}
	return none
}

// fetch gets templates from a reference URL and opens them.
func (s *ABIS) fetch(ctx context.Context, url string, purpose cbeff.Purpose) (*fingerprint.TenPrint, reason) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, cannotFetch
	}
	reply, err := s.fetcher.Do(r)
	if err != nil {
		return nil, cannotFetch
	}
	defer reply.Body.Close()
	sealed, err := io.ReadAll(io.LimitReader(reply.Body, 2*cbeff.MaxBytes))
	switch {
	case err != nil:
		return nil, cannotFetch
	case strings.Contains(string(sealed), "DAT-SER-006"):
		return nil, urlExpired
	case reply.StatusCode != http.StatusOK:
		return nil, cannotFetch
	}
	data, err := datashare.Open(s.key, s.Certificate, sealed)
	if err != nil {
		return nil, cannotFetch
	}
	prints, given, err := cbeff.Read(data)
	switch {
	case errors.Is(err, cbeff.ErrEmpty):
		return nil, noData
	case err != nil, given != purpose:
		return nil, invalidCBEFF
	}
	return prints, none
}
