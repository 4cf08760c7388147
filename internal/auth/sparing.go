package auth

import (
	"errors"
	"io"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// maxReply bounds what an issuer may answer, in bytes.
const maxReply = 1 << 20

// sparing asks an issuer for no more than it can be: a token with an unknown
// key makes us ask for new keys, and anybody can send such tokens.
type sparing struct {
	next  http.RoundTripper
	limit *rate.Limiter
	now   func() time.Time
}

func newSparing(next http.RoundTripper, now func() time.Time) *sparing {
	if next == nil {
		next = http.DefaultTransport
	}
	return &sparing{next, rate.NewLimiter(rate.Every(time.Second), 10), now}
}

var errSparing = errors.New("the issuer was asked too often")

func (s *sparing) RoundTrip(r *http.Request) (*http.Response, error) {
	if !s.limit.AllowN(s.now(), 1) {
		return nil, errSparing
	}
	response, err := s.next.RoundTrip(r)
	if err == nil {
		response.Body = bounded{io.LimitReader(response.Body, maxReply), response.Body}
	}
	return response, err
}

type bounded struct {
	io.Reader
	io.Closer
}
