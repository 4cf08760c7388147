package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// background is a server in a process of its own.
type background struct {
	cmd    *exec.Cmd // nil when none runs
	url    string    // http://127.0.0.1:PORT
	banner string    // what it printed until then
	log    strings.Builder
}

// start runs cmd, a serve command, and waits until it says where it is.
func (b *background) start(cmd *exec.Cmd) error {
	b.log.Reset()
	b.url, b.banner = "", ""
	cmd.Stderr = &b.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	b.cmd = cmd
	lines := bufio.NewScanner(out)
	for b.url == "" && lines.Scan() {
		b.banner += lines.Text() + "\n"
		if name, value, _ := strings.Cut(strings.TrimSpace(lines.Text()), " "); name == "playground" {
			b.url = strings.TrimSuffix(strings.TrimSpace(value), "/playground")
		}
	}
	if b.url == "" {
		b.kill()
		return fmt.Errorf("the server did not start:\n%s", b.log.String())
	}
	go io.Copy(io.Discard, out)
	return nil
}

// stop sends a signal and waits for the end, which must be with exit code 0.
func (b *background) stop(signal syscall.Signal) error {
	if b.cmd == nil {
		return errors.New("no server runs")
	}
	cmd := b.cmd
	b.cmd = nil
	if err := cmd.Process.Signal(signal); err != nil {
		return err
	}
	late := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("the server ended with %w:\n%s", err, b.log.String())
	}
	return nil
}

// kill ends a server that a failed test leaves behind.
func (b *background) kill() {
	if b.cmd != nil {
		_ = b.cmd.Process.Kill()
		_ = b.cmd.Wait()
		b.cmd = nil
	}
}

// launch runs a server until the test ends.
func launch(t testing.TB, args ...string) *background {
	t.Helper()
	b := &background{}
	t.Cleanup(b.kill)
	require.NoError(t, b.start(exec.Command("missiongraph", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)))
	return b
}

// A request that has begun when SIGTERM arrives is answered; then the server
// ends with 0.
func TestTermFinishesRunningRequest(t *testing.T) {
	b := launch(t, "--data", seededFolder(t))
	address := strings.TrimPrefix(b.url, "http://")
	connection, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer connection.Close()
	require.NoError(t, connection.SetDeadline(time.Now().Add(20*time.Second)))
	const body = `{"query": "{ program(id: \"JTTF\") { ledBy { name } } }"}`
	_, err = fmt.Fprintf(connection, "POST /graphql HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", address, len(body))
	require.NoError(t, err)
	// The server says so when it begins to read the body; a request whose header
	// it has not read by then is one that has not begun.
	reader := bufio.NewReader(connection)
	line, err := reader.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 100 Continue\r\n", line)
	_, err = reader.ReadString('\n')
	require.NoError(t, err)

	stopped := make(chan error, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		stopped <- b.stop(syscall.SIGTERM)
	}()
	t.Cleanup(func() { // before the server is forgotten
		connection.Close()
		<-ended
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
		}
		return err != nil
	}, 10*time.Second, 10*time.Millisecond, "new connections are refused")
	select {
	case err := <-stopped:
		require.Fail(t, "stopped with a request running", "%v", err)
	default:
	}

	_, err = io.WriteString(connection, body)
	require.NoError(t, err)
	answered, err := http.ReadResponse(reader, nil)
	require.NoError(t, err)
	defer answered.Body.Close()
	text, err := io.ReadAll(answered.Body)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, answered.StatusCode)
	assert.Contains(t, string(text), `"FBI"`)
	assert.NoError(t, <-stopped)
	assert.Contains(t, b.log.String(), `"message":"stopped"`)
}
