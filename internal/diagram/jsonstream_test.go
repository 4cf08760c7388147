package diagram

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is written piece by piece is what encoding/json would write whole.
func TestTwinsAreWrittenAsEncodingJSONDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t, 20)
		for _, layout := range Layouts {
			for _, format := range []string{"REACTFLOW", "CYTOSCAPE"} {
				p, err := Draw(s, Options{Layout: layout, Format: format})
				require.NoError(t, err)
				got, err := p.Bytes()
				require.NoError(t, err)
				var elements struct {
					Nodes, Edges []json.RawMessage
					Elements     struct{ Nodes, Edges []json.RawMessage }
				}
				require.NoError(t, json.Unmarshal(got, &elements), "%s", got)
				require.Len(t, append(elements.Nodes, elements.Elements.Nodes...), len(s.Nodes), layout+format)
				compact, err := json.Marshal(json.RawMessage(got))
				require.NoError(t, err)
				require.Equal(t, string(compact), string(got))
			}
		}
	})
}

// gauge counts what is written to it and how much at once.
type gauge struct{ all, most, left int }

func (g *gauge) Write(p []byte) (int, error) {
	g.all, g.most = g.all+len(p), max(g.most, len(p))
	if g.left -= len(p); g.left < 0 {
		return 0, errors.New("gone away")
	}
	return len(p), nil
}

func TestTwinsGoOutInPieces(t *testing.T) {
	for _, format := range []string{"REACTFLOW", "CYTOSCAPE"} {
		p, err := Draw(benchScene(500), Options{Layout: "RADIAL", Format: format})
		require.NoError(t, err)
		assert.Nil(t, p.Content)
		g := &gauge{left: 1 << 30}
		require.NoError(t, p.Send(g))
		assert.Greater(t, g.all, 200_000, format)
		assert.LessOrEqual(t, g.most, 32<<10, "no more than a buffer is held: "+format)
		assert.ErrorContains(t, p.Send(&gauge{left: 100_000}), "gone away")
	}
}

func BenchmarkTwin(b *testing.B) {
	for _, format := range []string{"REACTFLOW", "CYTOSCAPE"} {
		for _, n := range []int{60, 500} {
			p, err := Draw(benchScene(n), Options{Layout: "RADIAL", Format: format})
			require.NoError(b, err)
			b.Run(fmt.Sprintf("format=%s/nodes=%d", format, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := p.Send(io.Discard); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
