package server

import (
	"fmt"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"missiongraph/graph"
)

// Rate bounds the work that each principal may have done, in units as queries
// spend them. What a request costs is known when it is done: one that begins
// with a bucket that is not empty runs to its end, and what it overdraws delays
// the next.
type Rate struct {
	Units int              // a second; 0 for no bound
	Burst int              // that may be saved up; 0 for twenty times Units
	Now   func() time.Time // nil for the system's clock
}

// requestWork is what a request costs besides the work it has done, in units:
// parsing, sending, and being refused are not for nothing.
const requestWork = 25

// mostBuckets bounds the callers that are told apart, about 200 bytes each. The
// one that asked longest ago is forgotten; by then its bucket is most likely
// full again.
const mostBuckets = 10_000

type buckets struct {
	rate Rate
	by   *lru.Cache[string, *rate.Limiter]
}

func newBuckets(r Rate) (*buckets, error) {
	if r.Units <= 0 {
		return nil, nil
	}
	if r.Burst == 0 {
		r.Burst = min(20*r.Units, math.MaxInt32)
	}
	if r.Now == nil {
		r.Now = time.Now
	}
	by, err := lru.New[string, *rate.Limiter](mostBuckets)
	return &buckets{r, by}, err
}

// of returns the bucket of a caller: of a principal by name, of nobody in
// particular by address, for IPv6 by network, which is what one person has.
func (b *buckets) of(id *identity) *rate.Limiter {
	key := "principal " + id.who.Name
	if id.who.Name == "" {
		key = "from " + id.from
		if ip := net.ParseIP(id.from); ip != nil && ip.To4() == nil {
			key = "from " + ip.Mask(net.CIDRMask(64, 128)).String()
		}
	}
	if found, ok := b.by.Get(key); ok {
		return found
	}
	made := rate.NewLimiter(rate.Limit(b.rate.Units), b.rate.Burst)
	if before, ok, _ := b.by.PeekOrAdd(key, made); ok {
		return before
	}
	return made
}

// afford refuses who has overdrawn.
func (s *Server) afford(id *identity) *problem {
	b := s.buckets
	if b == nil || id == nil {
		return nil
	}
	have := b.of(id).TokensAt(b.rate.Now())
	if have > 0 {
		return nil
	}
	seconds := int(-have/float64(b.rate.Units)) + 1
	who := id.who.Name
	if id.who.Role == graph.NoRole {
		who = "your address"
	}
	p := overLimit("%s has had more work done than %d units a second", who, b.rate.Units)
	p.limit = limitRate
	p.extra = map[string]any{"retryAfter": seconds}
	return p.withHint("%s", fmt.Sprintf("try again in %d s, and ask for less", seconds))
}

// charge takes what was spent, into the red if need be.
func (s *Server) charge(id *identity, units int) {
	b := s.buckets
	if b == nil || id == nil {
		return
	}
	for bucket := b.of(id); units > 0; units -= b.rate.Burst {
		bucket.ReserveN(b.rate.Now(), min(units, b.rate.Burst))
	}
}

// throttle answers who has overdrawn.
func (s *Server) throttle(w http.ResponseWriter, r *http.Request, p *problem) {
	if seconds, ok := p.extra["retryAfter"].(int); ok {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	s.refuse(w, r, p, http.StatusTooManyRequests)
}
