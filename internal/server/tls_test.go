package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

// writeCertificate writes a certificate for 127.0.0.1, and its key.
func writeCertificate(t *testing.T, cert, key string, serial int64) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), 0o600))
}

func TestCertificateIsReadAgain(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	_, err := LoadCertificate(cert, key, zerolog.Nop())
	assert.Equal(t, graph.BadInput, graph.CodeOf(err))
	assert.NotContains(t, err.Error(), "x509.")

	writeCertificate(t, cert, key, 1)
	logs := &syncBuffer{}
	c, err := LoadCertificate(cert, key, zerolog.New(logs))
	require.NoError(t, err)
	at := time.Now()
	c.now = func() time.Time { return at }
	f := newFixture(t, nil)
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: f, ErrorLog: f.errorLog()}
	done := make(chan error)
	go func() { done <- server.Serve(c.Listen(plain)) }()
	t.Cleanup(func() { server.Close(); <-done })
	url := "https://" + plain.Addr().String() + "/healthz"

	// ask makes a connection of its own and says which certificate it got.
	ask := func() (serial int64, protocol string) {
		transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		defer transport.CloseIdleConnections()
		response, err := (&http.Client{Transport: transport}).Get(url)
		require.NoError(t, err)
		defer response.Body.Close()
		require.Equal(t, 200, response.StatusCode)
		return response.TLS.PeerCertificates[0].SerialNumber.Int64(), response.Proto
	}
	serial, protocol := ask()
	assert.EqualValues(t, 1, serial)
	assert.Equal(t, "HTTP/2.0", protocol)

	writeCertificate(t, cert, key, 22222222222)
	serial, _ = ask()
	assert.EqualValues(t, 1, serial, "the files are not looked at all the time")
	at = at.Add(lookEvery)
	serial, _ = ask()
	assert.EqualValues(t, 22222222222, serial)

	require.NoError(t, os.WriteFile(key, []byte("half a key"), 0o600))
	for range 3 {
		at = at.Add(lookEvery)
		serial, _ = ask()
		assert.EqualValues(t, 22222222222, serial)
	}
	assert.Equal(t, 1, strings.Count(logs.String(), "cannot be used"), "told once")
	require.NoError(t, os.Remove(cert))
	at = at.Add(lookEvery)
	serial, _ = ask()
	assert.EqualValues(t, 22222222222, serial)
	writeCertificate(t, cert, key, 3)
	at = at.Add(lookEvery)
	serial, _ = ask()
	assert.EqualValues(t, 3, serial)
	assert.NotContains(t, logs.String(), "PRIVATE")

	_, err = tls.Dial("tcp", plain.Addr().String(), &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11})
	assert.Error(t, err, "TLS 1.1")
}
