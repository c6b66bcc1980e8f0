package identity

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// claims is what the provider says of somebody, as far as it is used.
type claims struct {
	Subject string `json:"sub"`
	Name    string `json:"name"`
	Login   string `json:"preferred_username"`
	Party   string `json:"azp"`
}

// redeem exchanges the code for the provider's word on who this is, and checks it: OpenID Connect Core 3.1.3.7.
func (s *Service) redeem(ctx context.Context, code string, p pending) (c claims, err error) {
	client, verifier, err := s.provider.client(ctx)
	if err != nil {
		return c, s.unreachable(ctx, err)
	}
	token, err := client.Exchange(s.provider.context(ctx), code, oauth2.VerifierOption(p.verifier))
	if err != nil {
		if said := (*oauth2.RetrieveError)(nil); errors.As(err, &said) && said.Response.StatusCode < 500 {
			s.Log.WarnContext(ctx, "sign-in: the provider refused a code", "error", said.ErrorCode)
			return c, refuse(http.StatusForbidden, "%s did not take back its own answer: start again at /sign-in", s.Issuer)
		}
		return c, s.unreachable(ctx, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := verifier.Verify(s.provider.context(ctx), raw)
	if err != nil {
		s.Log.WarnContext(ctx, "sign-in: an ID token was refused", "error", err)
		if expired := (*oidc.TokenExpiredError)(nil); errors.As(err, &expired) {
			return c, refuse(http.StatusForbidden, "the provider's answer has expired (at %s): is a clock wrong? Start again at /sign-in", expired.Expiry.UTC().Format(time.RFC3339))
		}
		return c, refuse(http.StatusForbidden, "the provider's answer is not sound: start again at /sign-in")
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(p.nonce)) != 1 {
		return c, refuse(http.StatusForbidden, "the provider's answer is to another sign-in: start again at /sign-in")
	}
	if err := id.Claims(&c); err != nil {
		return c, fmt.Errorf("claims: %w", err)
	}
	if len(id.Audience) > 1 && c.Party != s.ClientID {
		return c, refuse(http.StatusForbidden, "the provider's answer is for somebody else")
	}
	if err := word("subject", c.Subject, 255); err != nil {
		return c, err
	}
	c.Name = shown(c.Name, c.Login, c.Subject)
	return c, nil
}

// shown is the first name of somebody that can be printed.
func shown(names ...string) string {
	for _, name := range names {
		name = strings.TrimSpace(name)
		for len(name) > 200 || !utf8.ValidString(name) && name != "" {
			name = name[:len(name)-1]
		}
		if word("name", name, 200) == nil {
			return name
		}
	}
	return "somebody without a name"
}
