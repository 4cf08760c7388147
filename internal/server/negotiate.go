package server

import (
	"mime"
	"strconv"
	"strings"
)

// The media types of answers (GraphQL over HTTP, section 4).
const (
	typeJSON    = "application/json"
	typeGraphQL = "application/graphql-response+json"
)

// negotiate picks the media type of the answer from an Accept header: the
// acceptable one with the highest weight, the first named among equals. A
// missing header and wildcards mean application/json, as the specification asks
// for clients from before application/graphql-response+json. "" means that
// nothing acceptable can be sent.
func negotiate(accept string) string {
	switch accept {
	case "", "*/*", typeJSON:
		return typeJSON
	case typeGraphQL:
		return typeGraphQL
	}
	best, bestWeight := "", 0.0
	refused := map[string]bool{}
	var wild float64
	for _, part := range strings.Split(accept, ",") {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		weight := 1.0
		if q, ok := params["q"]; ok {
			if weight, err = strconv.ParseFloat(q, 64); err != nil || weight < 0 || weight > 1 {
				continue
			}
		}
		if charset, ok := params["charset"]; ok && !isUTF8(charset) {
			continue
		}
		switch name {
		case typeJSON, typeGraphQL:
			if weight == 0 {
				refused[name] = true
			} else if weight > bestWeight {
				best, bestWeight = name, weight
			}
		case "*/*", "application/*":
			wild = max(wild, weight)
		}
	}
	if wild > bestWeight {
		for _, name := range []string{typeJSON, typeGraphQL} {
			if !refused[name] {
				return name
			}
		}
	}
	return best
}

// isJSON reports whether a Content-Type header names JSON in UTF-8; what is the
// reason when it does not.
func isJSON(contentType string) (ok bool, why string) {
	if contentType == typeJSON {
		return true, ""
	}
	if contentType == "" {
		return false, "the request has no Content-Type"
	}
	name, params, err := mime.ParseMediaType(contentType)
	if err != nil || name != typeJSON {
		return false, "the request's Content-Type is not application/json"
	}
	if charset, ok := params["charset"]; ok && !isUTF8(charset) {
		return false, "the request's charset is not utf-8"
	}
	return true, ""
}

func isUTF8(charset string) bool {
	return strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}
