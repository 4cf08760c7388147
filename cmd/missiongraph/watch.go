package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"missiongraph/graph"
)

type watchOptions struct {
	url                    string
	after                  int64 // -1 for what comes from now on
	once                   bool
	kinds, types, entities []string
}

func (a *app) watchCommand() *cobra.Command {
	var opts watchOptions
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Print the changes of a server's graph as they are made",
		Long: "watch follows the change feed of a server and prints each revision: who made it, why,\n" +
			"and what it put (+) and retracted (-); with --json, one line of JSON a revision. When\n" +
			"the connection is lost it connects again and goes on where it was, until Ctrl-C.",
		Example: "  missiongraph watch --url http://127.0.0.1:8080 --after 0 --once\n" +
			"  missiongraph watch --url http://127.0.0.1:8080 --after 0 --once --kind Program --json",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("after") && opts.after < 0 {
				return usage(cmd, graph.Errorf(graph.BadInput, "--after %d is not a revision", opts.after).
					WithHint("0 for the whole history"))
			}
			return a.watch(cmd.Context(), opts)
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.url, "url", "http://127.0.0.1:8080", "address of the server")
	a.tokenFlag(cmd)
	f.Int64Var(&opts.after, "after", -1, "begin after this revision, 0 for the whole history (default what comes from now on)")
	f.BoolVar(&opts.once, "once", false, "stop at the last revision there is")
	f.StringSliceVar(&opts.kinds, "kind", nil, "only entities of this kind; may be given several times")
	f.StringSliceVar(&opts.types, "type", nil, "only facts of this relation type or property; may be given several times")
	f.StringSliceVar(&opts.entities, "entity", nil, "only what concerns the entity of this id; may be given several times")
	return cmd
}

// watch follows the feed over as many connections as it takes.
func (a *app) watch(ctx context.Context, opts watchOptions) error {
	address, err := feedAddress(opts)
	if err != nil {
		return err
	}
	w := &watcher{app: a, address: address, at: opts.after}
	for pause := time.Second; ; pause = min(2*pause, 10*time.Second) {
		began := w.events
		err := w.connect(ctx, pause == time.Second && w.events == 0)
		switch {
		case ctx.Err() != nil:
			return nil // Ctrl-C is how it ends
		case err != nil:
			return err
		case opts.once:
			return nil
		}
		if w.events > began {
			pause = time.Second
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// feedAddress makes the address of /changes with the filter.
func feedAddress(opts watchOptions) (*url.URL, error) {
	address := opts.url
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, graph.Errorf(graph.BadInput, "%q is not an address", opts.url).WithHint("as http://127.0.0.1:8080")
	}
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/graphql") + "/changes"
	q := url.Values{"kind": opts.kinds, "type": opts.types, "entity": opts.entities}
	if opts.once {
		q.Set("follow", "false")
	}
	u.RawQuery = q.Encode()
	return u, nil
}

// watcher reads the feed and prints it.
type watcher struct {
	*app
	address *url.URL
	at      int64 // the last revision read; -1 for none yet
	events  int   // of any sort
}

// connect reads one connection to its end. Only what trying again cannot mend
// is an error; so is, the first time, that there is no server.
func (w *watcher) connect(ctx context.Context, first bool) error {
	u := *w.address
	if w.at >= 0 {
		q := u.Query()
		q.Set("after", strconv.FormatInt(w.at, 10))
		u.RawQuery = q.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/x-ndjson")
	if err := w.authorize(request); err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if first {
			return graph.Errorf(graph.Unavailable, "no answer from %s", u.Host).
				WithHint("is the server running? missiongraph serve starts one")
		}
		return nil
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusServiceUnavailable && !first {
		return nil
	}
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "application/x-ndjson") {
		return refusal(response, u.Host)
	}
	lines := bufio.NewReader(response.Body)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return nil // broken off; half a line is read again
		}
		if err := w.line(line); err != nil {
			return err
		}
	}
}

// refusal makes an error of an answer that is none.
func refusal(response *http.Response, host string) error {
	var found answer
	if json.NewDecoder(response.Body).Decode(&found) != nil || len(found.Errors) == 0 {
		return graph.Errorf(graph.Unavailable, "%s has no change feed", host).
			WithHint("is it the address of a missiongraph server?")
	}
	e := found.Errors[0]
	return &graph.Error{Code: graph.Code(e.Extensions.Code), Msg: e.Message, Hint: e.Extensions.Hint}
}

// feedEvent is a line of the feed.
type feedEvent struct {
	Event    string    `json:"event"`
	Revision int64     `json:"revision"`
	Head     int64     `json:"head"`
	Time     time.Time `json:"time"`
	Author   string    `json:"author"`
	Message  string    `json:"message"`
	OpCount  int       `json:"opCount"`
	Ops      []feedOp  `json:"ops"`
	Error    *struct {
		Message    string
		Extensions struct{ Code, Hint string }
	} `json:"error"`
}

type feedOp struct {
	Action, Target, ID, Kind, Name, Type, Subject, Object string
}

func (w *watcher) line(line []byte) error {
	var e feedEvent
	if err := json.Unmarshal(line, &e); err != nil {
		return graph.Errorf(graph.Unavailable, "the feed is not what this version knows")
	}
	w.events++
	w.at = e.Revision
	switch e.Event {
	case "change":
		if w.json {
			_, err := w.out.Write(line)
			return err
		}
		return w.print(&e)
	case "error":
		if e.Error != nil {
			return &graph.Error{Code: graph.Code(e.Error.Extensions.Code), Msg: e.Error.Message, Hint: e.Error.Extensions.Hint}
		}
		return errors.New("the feed ended with an error that does not say what it is")
	case "lag":
		w.err.say(w.err.dim("lag:"), "%d revisions behind; connecting again after %d", e.Head-e.Revision, e.Revision)
	}
	return nil
}

// shownOps is how many ops of a revision a person is shown.
const shownOps = 20

func (w *watcher) print(e *feedEvent) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s: %s\n", w.out.strong("revision "+strconv.FormatInt(e.Revision, 10)),
		w.out.dim(e.Time.Format(time.DateTime)), plainLine(e.Author), plainLine(e.Message))
	for _, op := range e.Ops[:min(len(e.Ops), shownOps)] {
		text := "  + " + plainLine(op.String())
		if op.Action == "retract" {
			b.WriteString(w.out.bad("  - "+plainLine(op.String())) + "\n")
			continue
		}
		b.WriteString(w.out.good(text) + "\n")
	}
	if more := len(e.Ops) - shownOps; more > 0 {
		fmt.Fprintf(&b, "    and %d more: --json shows all\n", more)
	}
	if other := e.OpCount - len(e.Ops); other > 0 {
		fmt.Fprintf(&b, "    and %d that the filter leaves out\n", other)
	}
	_, err := w.out.Write([]byte(b.String()))
	return err
}

// plainLine is plain on one line.
func plainLine(s string) string { return strings.ReplaceAll(plain(s), "\n", " ") }

// String tells of an op in a line.
func (op feedOp) String() string {
	switch {
	case op.Kind != "":
		return op.Kind + " " + op.Name + " (" + op.ID + ")"
	case op.Object != "":
		return op.Subject + " " + op.Type + " " + op.Object
	case op.Type != "":
		return op.Subject + " " + op.Type
	}
	return op.Target + " " + op.ID
}
