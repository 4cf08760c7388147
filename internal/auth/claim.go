package auth

import (
	"strings"

	"missiongraph/graph"
)

// principal makes a principal of what a token that is sound says.
func (x *OIDC) principal(claims map[string]any) (graph.Principal, error) {
	name, _ := claim(claims, x.config.NameClaim).(string)
	if err := checkName(name); err != nil {
		return graph.Principal{}, &graph.Error{Code: graph.Unauthenticated, Err: err,
			Msg: "the token's claim " + cut(x.config.NameClaim) + " is not the name of a principal"}
	}
	return graph.Principal{Name: name, Role: x.role(claim(claims, x.config.RoleClaim))}, nil
}

// role returns the highest role that a claim gives.
func (x *OIDC) role(value any) (highest graph.Role) {
	values, _ := value.([]any)
	if text, ok := value.(string); ok {
		values = []any{text}
	}
	for _, v := range values {
		if text, ok := v.(string); ok {
			highest = max(highest, x.config.Roles[text])
		}
	}
	return highest
}

// claim finds a claim by its name, or by names of nested objects with dots
// between; some issuers have dots in a name, which goes first.
func claim(claims map[string]any, path string) any {
	if value, ok := claims[path]; ok {
		return value
	}
	first, rest, nested := strings.Cut(path, ".")
	if inner, ok := claims[first].(map[string]any); ok && nested {
		return claim(inner, rest)
	}
	return nil
}

// ParseRoles reads mappings as "admin=group-x", several for one role if need
// be. BAD_INPUT for one that is none, or two for one value.
func ParseRoles(mappings []string) (map[string]graph.Role, error) {
	roles := map[string]graph.Role{}
	for _, m := range mappings {
		name, value, ok := strings.Cut(m, "=")
		role, known := graph.ParseRole(name)
		if !ok || !known || value == "" {
			return nil, graph.Errorf(graph.BadInput, "%q does not say which role something gives", cut(m)).
				WithHint("as admin=group-x; the roles are reader, editor and admin")
		}
		if before, twice := roles[value]; twice && before != role {
			return nil, graph.Errorf(graph.BadInput, "%q gives two roles", cut(value)).WithHint("the higher one has the lower")
		}
		roles[value] = role
	}
	return roles, nil
}
