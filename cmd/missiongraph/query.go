package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"missiongraph/graph"
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
	a.tokenFlag(cmd)
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
