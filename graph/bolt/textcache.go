package bolt

import "missiongraph/graph"

// textCache keeps the texts of sources as the last commit left them, so that
// each is read and indexed once for many quotes. It belongs to one goroutine.
type textCache struct {
	texts map[uint32]*graph.SourceText
	size  int // bytes of the texts
}

const maxTextCache = 64 << 20 // bytes

func newTextCache() *textCache { return &textCache{texts: map[uint32]*graph.SourceText{}} }

func (c *textCache) add(num uint32, t *graph.SourceText) {
	c.remove(num)
	if c.size+len(t.String()) > maxTextCache {
		clear(c.texts)
		c.size = 0
	}
	c.texts[num] = t
	c.size += len(t.String())
}

func (c *textCache) remove(num uint32) {
	if old := c.texts[num]; old != nil {
		c.size -= len(old.String())
		delete(c.texts, num)
	}
}
