package bolt

// textCache keeps the texts of sources as the last commit left them, so that
// each is read and indexed once for many quotes. It belongs to one goroutine.
type textCache struct {
	texts map[uint32]*text
	size  int // bytes of the texts
}

const maxTextCache = 64 << 20 // bytes

func newTextCache() *textCache { return &textCache{texts: map[uint32]*text{}} }

func (c *textCache) add(num uint32, t *text) {
	c.remove(num)
	if c.size+len(t.body) > maxTextCache {
		clear(c.texts)
		c.size = 0
	}
	c.texts[num] = t
	c.size += len(t.body)
}

func (c *textCache) remove(num uint32) {
	if old := c.texts[num]; old != nil {
		c.size -= len(old.body)
		delete(c.texts, num)
	}
}
