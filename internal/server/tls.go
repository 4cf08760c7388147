package server

import (
	"crypto/tls"
	"net"
	"os"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"missiongraph/graph"
)

// Certificate is a certificate and its key in two files. When the files change
// it is read again, so that a renewed one is served without a restart.
type Certificate struct {
	certFile, keyFile string
	logger            zerolog.Logger
	now               func() time.Time

	mu     sync.Mutex
	pair   *tls.Certificate
	seen   [2]os.FileInfo // of the files, when they were last read
	looked time.Time
}

// lookEvery is how often the files are looked at, at most.
const lookEvery = time.Second

// LoadCertificate reads a certificate (PEM, the chain after it) and its key.
// BAD_INPUT when they cannot be used.
func LoadCertificate(certFile, keyFile string, logger zerolog.Logger) (*Certificate, error) {
	c := &Certificate{certFile: certFile, keyFile: keyFile, logger: logger, now: time.Now}
	c.seen, c.looked = c.look(), c.now()
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, (&graph.Error{Code: graph.BadInput, Msg: "the certificate and its key cannot be used: " + err.Error(), Err: err}).
			WithHint("--tls-cert and --tls-key name PEM files that belong together")
	}
	c.pair = &pair
	return c, nil
}

func (c *Certificate) look() (seen [2]os.FileInfo) {
	seen[0], _ = os.Stat(c.certFile)
	seen[1], _ = os.Stat(c.keyFile)
	return seen
}

// current returns the newest pair that could be used. One that is broken, or
// half replaced, is logged once and leaves the one before in use.
func (c *Certificate) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now().Sub(c.looked) < lookEvery {
		return c.pair, nil
	}
	c.looked = c.now()
	seen := c.look()
	if sameFile(seen[0], c.seen[0]) && sameFile(seen[1], c.seen[1]) {
		return c.pair, nil
	}
	c.seen = seen
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		c.logger.Warn().Err(err).Msg("the new certificate cannot be used: the one before stays in use")
		return c.pair, nil
	}
	c.pair = &pair
	c.logger.Info().Msg("a new certificate is in use")
	return c.pair, nil
}

func sameFile(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// Listen wraps a listener, so that connections to it are by TLS 1.2 or 1.3, and
// requests by HTTP/2 where the client can.
func (c *Certificate) Listen(l net.Listener) net.Listener {
	return tls.NewListener(l, &tls.Config{
		GetCertificate: c.current,
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
	})
}
