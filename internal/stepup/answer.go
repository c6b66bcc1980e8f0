package stepup

import "context"

type answerKey struct{}

// WithAnswer puts what the passkey answered beside the act that it signs: base64url of its JSON, from a header or a form's field.
func WithAnswer(ctx context.Context, given string) context.Context {
	if given == "" {
		return ctx
	}
	return context.WithValue(ctx, answerKey{}, given)
}

// Answer is what WithAnswer was given, or "".
func Answer(ctx context.Context) string {
	given, _ := ctx.Value(answerKey{}).(string)
	return given
}
