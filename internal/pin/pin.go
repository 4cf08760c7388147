// Package pin holds the module requirements until every package that needs them has landed.
package pin

import (
	_ "github.com/adrg/xdg"
	_ "github.com/blevesearch/bleve/v2"
	_ "github.com/goccy/go-yaml"
	_ "github.com/goccy/go-yaml/parser"
	_ "github.com/graph-gophers/graphql-go"
	_ "github.com/graph-gophers/graphql-go/relay"
	_ "github.com/hashicorp/golang-lru/v2"
	_ "github.com/jedib0t/go-pretty/v6/progress"
	_ "github.com/jedib0t/go-pretty/v6/table"
	_ "github.com/klauspost/compress/gzhttp"
	_ "github.com/mattn/go-isatty"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/rs/zerolog"
	_ "github.com/spf13/cobra"
	_ "github.com/stretchr/testify/assert"
	_ "github.com/stretchr/testify/require"
	_ "github.com/vektah/gqlparser/v2"
	_ "github.com/vektah/gqlparser/v2/formatter"
	_ "github.com/vektah/gqlparser/v2/validator"
	_ "github.com/vektah/gqlparser/v2/validator/rules"
	_ "go.etcd.io/bbolt"
	_ "go.uber.org/goleak"
	_ "golang.org/x/text/unicode/norm"
	_ "pgregory.net/rapid"
)
