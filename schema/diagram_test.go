package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A diagram asked for by an address rolls up as one asked for in GraphQL does.
func TestCollapseIsTheSameOutsideGraphQL(t *testing.T) {
	usual := usualCollapse()
	for _, test := range []struct {
		argument string
		values   []string
	}{{"through: [RelationType!]!", usual.Through}, {"held: [Kind!]!", usual.Held}, {"holding: [RelationType!]!", usual.Holding}} {
		assert.Contains(t, SDL(), fmt.Sprintf("%s = [%s]", test.argument, strings.Join(test.values, ", ")))
	}
}
