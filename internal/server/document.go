package server

import (
	"strings"
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// document is a checked document. It is immutable and shared by requests.
type document struct {
	operations map[string]*operation // by name; "" for the anonymous one
	names      []string              // in document order
}

// operation is one operation made ready to run.
type operation struct {
	name  string
	kind  ast.Operation
	def   *ast.OperationDefinition
	query ast.SelectionSet // the root selection set

	text          string         // the canonical document for the engine; "" when introspection is all there is
	slots         []slot         // the variables of text
	constant      map[string]any // their values when no slot depends on the request; never written to
	introspection bool           // has __schema or __type at the root
	stream        *stream        // of a subscription
}

func newDocument(f *frontend, parsed *ast.QueryDocument) (*document, []*problem) {
	doc := &document{operations: make(map[string]*operation, len(parsed.Operations))}
	for _, def := range parsed.Operations {
		op, problems := canonical(f, def)
		if problems != nil {
			return nil, problems
		}
		doc.operations[def.Name] = op
		doc.names = append(doc.names, def.Name)
	}
	return doc, nil
}

// operation picks the operation to run (specification, section 6.1).
func (d *document) operation(name string) (*operation, *problem) {
	if name == "" {
		if len(d.names) > 1 {
			return nil, badInput("the document has %d operations and the parameter operationName is missing", len(d.names)).
				withHint("operations: %s", list(d.names))
		}
		return d.operations[d.names[0]], nil
	}
	op, ok := d.operations[name]
	if !ok {
		return nil, badInput("the document has no operation named %q", shorten(name)).
			withHint("operations: %s", list(d.names))
	}
	return op, nil
}

// list names operations for a hint; of several, none is anonymous.
func list(names []string) string {
	if len(names) == 1 && names[0] == "" {
		return "one, without a name"
	}
	return strings.Join(names, ", ")
}

// documentCache keeps checked documents by their text, the least recently used
// going first, bounded by the bytes of text it holds: a parsed document takes a
// few dozen times its text.
type documentCache struct {
	lru    *lru.Cache[string, *document]
	bytes  atomic.Int64
	most   int64
	hits   atomic.Uint64
	misses atomic.Uint64
}

// smallestDocument is "{a}": with it the byte bound implies the entry bound.
const smallestDocument = 3

func newDocumentCache(bytes int) (*documentCache, error) {
	c := &documentCache{most: int64(bytes)}
	var err error
	c.lru, err = lru.NewWithEvict(max(bytes/smallestDocument, 1), func(text string, _ *document) {
		c.bytes.Add(-int64(len(text)))
	})
	return c, err
}

func (c *documentCache) get(text string) *document {
	doc, ok := c.lru.Get(text)
	if ok {
		c.hits.Add(1)
	} else {
		c.misses.Add(1)
	}
	return doc
}

func (c *documentCache) add(text string, doc *document) {
	if int64(len(text)) > c.most {
		return
	}
	if found, _ := c.lru.ContainsOrAdd(text, doc); found {
		return // another request was faster
	}
	if c.bytes.Add(int64(len(text))) <= c.most {
		return
	}
	for c.bytes.Load() > c.most {
		if _, _, ok := c.lru.RemoveOldest(); !ok {
			return
		}
	}
}
