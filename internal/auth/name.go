package auth

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"missiongraph/graph"
)

// maxName bounds the name of a principal, in bytes.
const maxName = 128

// reserved are the authors of changes that no principal makes.
var reserved = []string{"seed"}

// checkName refuses what cannot be the name of a principal, the author of
// changes: it is written into the log for ever, and shown in terminals.
func checkName(name string) error {
	bad := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
	switch {
	case name == "" || len(name) > maxName:
		return graph.Errorf(graph.BadInput, "a name has 1 to %d bytes, and this has %d", maxName, len(name))
	case strings.IndexFunc(name, bad) >= 0 || strings.TrimSpace(name) != name:
		return graph.Errorf(graph.BadInput, "a name has no control characters, and no space around it")
	case strings.HasPrefix(name, prefix):
		return graph.Errorf(graph.BadInput, "a name does not begin with %s, as ids of tokens do", prefix)
	}
	for _, taken := range reserved {
		if strings.EqualFold(name, taken) {
			return graph.Errorf(graph.BadInput, "the name %s is that of changes that nobody in particular makes", taken)
		}
	}
	return nil
}

// cut shortens what is quoted back.
func cut(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
