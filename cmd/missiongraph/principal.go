package main

import (
	"os"
	"os/user"
	"strconv"
	"strings"
	"unicode"

	"missiongraph/graph"
)

// localPrincipal is who runs a command on the data file: the user of the
// system. Whoever may open the file may do everything with it, so that they
// are an admin.
func (a *app) localPrincipal() graph.Principal {
	name := ""
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if name == "" {
		name = os.Getenv("USER")
	}
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name))
	if name == "" {
		name = "uid " + strconv.Itoa(os.Getuid())
	}
	return graph.Principal{Name: name, Role: graph.AdminRole}
}
