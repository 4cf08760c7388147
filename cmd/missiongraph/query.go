package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/search"
	"missiongraph/internal/server"
)

type queryOptions struct {
	file      string
	url       string
	variables string
	operation string
}

func (a *app) queryCommand() *cobra.Command {
	var opts queryOptions
	cmd := &cobra.Command{
		Use:   "query [QUERY]",
		Short: "Ask a GraphQL query, of the data file or of a server",
		Long: "query reads GraphQL from its argument, from --file, or from standard input, and prints\n" +
			"the answer as tables, or as JSON with --json. Without --url it reads the data file,\n" +
			"which no server may hold open at the time: ask that server with --url.",
		Example: "  missiongraph query '{ program(id: \"JTTF\") { name ledBy { name } } }'\n" +
			"  missiongraph query --json '{ entity(id: \"287(g)\") { id kind relations { sentence } } }'\n" +
			"  missiongraph query --file who-leads.graphql --variables '{\"id\": \"JTTF\"}'\n" +
			"  echo '{ stats { entities relations } }' | missiongraph query --json --url http://127.0.0.1:8080/graphql",
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			body, err := a.queryBody(args, opts)
			if err != nil {
				return usage(cmd, err)
			}
			answer, err := a.ask(cmd.Context(), opts.url, body)
			if err != nil {
				return err
			}
			return a.printAnswer(answer)
		},
	}
	cmd.Flags().StringVarP(&opts.file, "file", "f", "", "file to read the query from; - for standard input")
	cmd.Flags().StringVar(&opts.url, "url", "", "ask the server at this address instead of the data file")
	cmd.Flags().StringVar(&opts.variables, "variables", "", "variables as a JSON object, or @FILE")
	cmd.Flags().StringVar(&opts.operation, "operation", "", "name of the operation to run, where there are several")
	return cmd
}

// queryBody makes the body of the request from arguments and flags.
func (a *app) queryBody(args []string, opts queryOptions) ([]byte, error) {
	request := struct {
		Query         string          `json:"query"`
		OperationName string          `json:"operationName,omitempty"`
		Variables     json.RawMessage `json:"variables,omitempty"`
	}{OperationName: opts.operation}
	switch {
	case len(args) == 1 && opts.file != "":
		return nil, graph.Errorf(graph.BadInput, "a query as argument together with --file").WithHint("give one of them")
	case len(args) == 0 && opts.file == "" && isTerminal(a.in):
		return nil, graph.Errorf(graph.BadInput, "there is no query").
			WithHint("give one as argument, with --file, or - to type it and end it with Ctrl-D")
	case len(args) == 1 && args[0] != "-":
		request.Query = args[0]
	case opts.file != "" && opts.file != "-":
		text, err := os.ReadFile(opts.file)
		if err != nil {
			return nil, err
		}
		request.Query = string(text)
	default:
		text, err := io.ReadAll(a.in)
		if err != nil {
			return nil, err
		}
		request.Query = string(text)
	}
	if strings.TrimSpace(request.Query) == "" {
		return nil, graph.Errorf(graph.BadInput, "the query is empty").
			WithHint("missiongraph query '{ stats { entities } }'")
	}
	if opts.variables != "" {
		text := []byte(opts.variables)
		if name, ok := strings.CutPrefix(opts.variables, "@"); ok {
			var err error
			if text, err = os.ReadFile(name); err != nil {
				return nil, err
			}
		}
		if err := json.Unmarshal(text, &request.Variables); err != nil {
			return nil, graph.Errorf(graph.BadInput, "--variables is not JSON: %s", err).WithHint(`as '{"id": "ero"}'`)
		}
		if bytes.TrimSpace(text)[0] != '{' {
			return nil, graph.Errorf(graph.BadInput, "--variables is not a JSON object").WithHint(`as '{"id": "ero"}'`)
		}
	}
	return json.Marshal(request)
}

// answer is a GraphQL response. Data keeps the order of its fields.
type answer struct {
	Data       json.RawMessage `json:"data"`
	Errors     []answerError   `json:"errors"`
	Extensions struct {
		Hint     string   `json:"hint"`
		Warnings []string `json:"warnings"`
	} `json:"extensions"`
	raw []byte
}

type answerError struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Locations  []struct{ Line, Column int }
	Extensions struct {
		Code string `json:"code"`
		Hint string `json:"hint"`
	} `json:"extensions"`
}

// ask sends the request to a server, or to one made for the purpose over the
// data file: both take the same way through the same handler.
func (a *app) ask(ctx context.Context, address string, body []byte) (*answer, error) {
	var raw []byte
	var err error
	if address != "" {
		raw, err = askServer(ctx, address, body)
	} else {
		raw, err = a.askFile(ctx, body)
	}
	if err != nil {
		return nil, err
	}
	found := &answer{raw: raw}
	if err := json.Unmarshal(raw, found); err != nil || (found.Data == nil && found.Errors == nil) {
		return nil, graph.Errorf(graph.Unavailable, "the answer is not GraphQL").
			WithHint("is %q the address of a GraphQL server? that of missiongraph ends in /graphql", address)
	}
	return found, nil
}

const contentType = "application/json"

// maxAnswer bounds the answer read from a server, in bytes.
const maxAnswer = 64 << 20

func askServer(ctx context.Context, address string, body []byte) ([]byte, error) {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, graph.Errorf(graph.BadInput, "%q is not an address", address).
			WithHint("as http://127.0.0.1:8080/graphql")
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/graphql"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept", contentType)
	client := &http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, graph.Errorf(graph.Unavailable, "no answer from %s", u.Host).
			WithHint("is the server running? missiongraph serve starts one")
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, graph.Errorf(graph.Unavailable, "the answer of %s broke off", u.Host)
	}
	return raw, nil
}

func (a *app) askFile(ctx context.Context, body []byte) ([]byte, error) {
	tuneGC()
	parts := startParts(server.Limits{}, zerolog.Nop()) // errors are in the answer
	store, err := a.openReadOnly("is a server running? ask that: missiongraph query --url http://127.0.0.1:8080/graphql QUERY")
	if err != nil {
		return nil, err
	}
	defer store.Close()
	var index *search.Index
	if bytes.Contains(body, []byte("search")) { // else the field cannot be selected
		var done func()
		if index, done, err = a.openSearch(ctx, store); err != nil {
			return nil, err
		}
		defer done()
	}
	s, err := parts.server(store, index)
	if err != nil {
		return nil, err
	}
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept", contentType)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	return recorder.Body.Bytes(), ctx.Err()
}

// openSearch opens the search index beside the data file and brings it up to
// date. Where it cannot be written, or another query has it, an index for this
// query alone is made in a temporary folder. done closes it.
func (a *app) openSearch(ctx context.Context, store *bolt.Store) (index *search.Index, done func(), err error) {
	index, err = search.Open(filepath.Join(a.dataFolder(), searchFolder), store, search.Options{})
	if err == nil {
		if err = index.CatchUp(ctx); err == nil {
			return index, func() { index.Close() }, nil
		}
		index.Close()
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	folder, tempErr := os.MkdirTemp("", "missiongraph-")
	if tempErr != nil {
		return nil, nil, err
	}
	remove := func() { os.RemoveAll(folder) }
	if index, err = search.Open(folder, store, search.Options{}); err != nil {
		remove()
		return nil, nil, err
	}
	done = func() { index.Close(); remove() }
	if err = index.CatchUp(ctx); err != nil {
		done()
		return nil, nil, err
	}
	return index, done, nil
}

// printAnswer prints the answer and, to standard error, what went wrong.
func (a *app) printAnswer(found *answer) error {
	if a.json {
		var b bytes.Buffer
		if err := json.Indent(&b, found.raw, "", "  "); err != nil {
			return err
		}
		b.WriteByte('\n')
		if _, err := b.WriteTo(a.out); err != nil {
			return err
		}
	} else if len(found.Data) > 0 && string(found.Data) != "null" {
		data, err := decodeOrdered(found.Data)
		if err != nil {
			return err
		}
		if err := a.out.print(flatten(data)...); err != nil {
			return err
		}
	}
	if a.json { // which says it all
		if len(found.Errors) > 0 {
			return errProblems
		}
		return nil
	}
	for _, warning := range found.Extensions.Warnings {
		a.err.say(a.err.dim("warning:"), "%s", warning)
	}
	if found.Extensions.Hint != "" {
		a.err.say(a.err.dim("hint:"), "%s", found.Extensions.Hint)
	}
	if len(found.Errors) == 0 {
		return nil
	}
	for _, e := range found.Errors {
		a.printFailure(e.failure())
	}
	return errProblems
}

// failure is the error with its place: the path of the field in the answer, or
// the line and column in the query.
func (e *answerError) failure() failure {
	f := failure{Code: graph.Code(e.Extensions.Code), Message: e.Message, Hint: e.Extensions.Hint}
	var path []string
	for _, step := range e.Path {
		path = append(path, fmt.Sprint(step))
	}
	f.Path = strings.Join(path, ".")
	if len(e.Locations) > 0 {
		at := fmt.Sprintf("line %d, column %d", e.Locations[0].Line, e.Locations[0].Column)
		if f.Path != "" {
			at = " (" + at + ")"
		}
		f.Path += at
	}
	return f
}
