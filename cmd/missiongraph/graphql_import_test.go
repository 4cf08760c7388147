package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/graph"
)

const (
	importPlan = `{
  plan { id base file { id name format compression encoding delimiter size sha256 } mapping source rows loaded refusedCount leftOutCount conflictCount
    entities { new changed gone unchanged kept } facts { new changed gone unchanged } ops
    refused { path code message hint } joinedCount joined { id is name how score } alikeCount alike(first: 2) { id is score why } }
  commit { applied replayed dryRun revision { revision author message } problems { path code message hint } conflicts { message } questions { question } }
}`
	planDocument  = `mutation($upload: ImportUpload!) { x: planImport(upload: $upload) ` + importPlan + ` }`
	applyDocument = `mutation($plan: ID!, $upload: ImportUpload!, $key: String, $message: String) { x: applyImport(plan: $plan, upload: $upload, clientMutationId: $key, message: $message) ` + importPlan + ` }`
)

type importAnswer struct {
	Plan *struct {
		ID   string
		Base int
		File struct {
			ID, Name, Format, Compression, Encoding, Delimiter, SHA256 string
			Size                                                       int
		}
		Mapping, Source                           string
		Rows, Loaded, RefusedCount, ConflictCount int
		Ops, JoinedCount, AlikeCount              int
		Entities, Facts                           struct{ New, Changed, Gone, Unchanged int }
		Refused                                   []struct{ Path, Code, Message, Hint string }
		Joined                                    []struct{ ID, Is, Name, How string }
		Alike                                     []struct{ ID, Is, Why string }
	}
	Commit struct {
		Applied, Replayed, DryRun bool
		Revision                  struct {
			Revision        int
			Author, Message string
		}
		Problems []struct{ Path, Code, Message, Hint string }
	}
}

func (s *service) importing(t testing.TB, document string, variables map[string]any) importAnswer {
	t.Helper()
	text, err := json.Marshal(variables)
	require.NoError(t, err)
	var found struct{ X importAnswer }
	s.post(t, document, string(text)).into(t, &found)
	return found.X
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../internal/exchange/testdata/" + name)
	require.NoError(t, err)
	return text
}

// An editor plans an import, looks at it, and applies it: what the command does
// with a file, here with what is sent.
func TestPlanAndApplyAnImport(t *testing.T) {
	s := serveWriting(serveSeed)(t)
	upload := map[string]any{"name": "2025.csv", "text": string(testFile(t, "participating_2025-06-17.csv")), "mapping": "ice-287g"}
	plan := s.importing(t, planDocument, map[string]any{"upload": upload})
	require.NotNil(t, plan.Plan)
	p := plan.Plan
	assert.Equal(t, []int{706, 705, 1, 978, 2591, 3570}, []int{p.Rows, p.Loaded, p.RefusedCount, p.Entities.New, p.Facts.New, p.Ops})
	require.Len(t, p.Refused, 1)
	assert.Equal(t, "2025.csv:662:87", p.Refused[0].Path)
	assert.Equal(t, `SIGNED: "05/082025" is not a date (expected YYYY-MM-DD or M/D/YYYY)`, p.Refused[0].Message+" ("+p.Refused[0].Hint+")")
	assert.Equal(t, "csv utf-8 ,", strings.Join([]string{p.File.Format, p.File.Encoding, p.File.Delimiter}, " "))
	assert.True(t, plan.Commit.DryRun)
	assert.False(t, plan.Commit.Applied)
	assert.Empty(t, plan.Commit.Problems)
	assert.EqualValues(t, 1, s.store.Head(), "a plan changes nothing")

	again := s.importing(t, planDocument, map[string]any{"upload": upload})
	assert.Equal(t, p.ID, again.Plan.ID, "the same plan has the same id")

	// The file is named by its id now. The key makes it once.
	kept := map[string]any{"name": "2025.csv", "id": p.File.ID, "mapping": "ice-287g"}
	apply := map[string]any{"plan": p.ID, "upload": kept, "key": "list of 2025"}
	made := s.importing(t, applyDocument, apply)
	assert.Empty(t, made.Commit.Problems)
	assert.True(t, made.Commit.Applied)
	assert.Equal(t, 2, made.Commit.Revision.Revision)
	assert.Equal(t, "ann import of 2025.csv", made.Commit.Revision.Author+" "+made.Commit.Revision.Message)
	repeated := s.importing(t, applyDocument, apply)
	assert.True(t, repeated.Commit.Replayed)
	assert.Equal(t, 2, repeated.Commit.Revision.Revision)

	// Without a key the plan is done with: nothing is left to change.
	delete(apply, "key")
	nothing := s.importing(t, applyDocument, apply)
	assert.False(t, nothing.Commit.Applied)
	assert.Empty(t, nothing.Commit.Problems)
	assert.Zero(t, nothing.Plan.Ops)
	assert.EqualValues(t, 2, s.store.Head())

	// The list of 2026, compressed. Something else changes, and the plan holds.
	next := map[string]any{"name": "2026.csv", "base64": zipped(t, testFile(t, "participating_2026-05-18.csv")), "mapping": "ice-287g"}
	plan = s.importing(t, planDocument, map[string]any{"upload": next})
	assert.Equal(t, "gzip", plan.Plan.File.Compression)
	assert.Equal(t, []int{1843, 1843, 1612, 2, 64}, []int{plan.Plan.Rows, plan.Plan.Loaded, plan.Plan.Entities.New, plan.Plan.Entities.Changed, plan.Plan.Entities.Gone})
	s.commits(t, graph.Op{RetractFact: "ero/leverages/interpol"})

	// What matters to it changes, and it does not: nothing is made.
	next = map[string]any{"name": "2026.csv", "id": plan.Plan.File.ID, "mapping": "ice-287g"}
	s.commits(t, graph.Op{RetractFact: "us-maine-wells-police-department/participatesIn/287g/task-force-model"})
	refused := s.importing(t, applyDocument, map[string]any{"plan": plan.Plan.ID, "upload": next})
	require.Len(t, refused.Commit.Problems, 1)
	assert.Equal(t, "plan CONFLICT", refused.Commit.Problems[0].Path+" "+refused.Commit.Problems[0].Code)
	assert.Contains(t, refused.Commit.Problems[0].Message, "at revision 4 the file does not come to what plan-")
	assert.EqualValues(t, 4, s.store.Head())
	require.NotEqual(t, plan.Plan.ID, refused.Plan.ID, "the new plan is told")
	made = s.importing(t, applyDocument, map[string]any{"plan": refused.Plan.ID, "upload": next, "message": "May 2026"})
	assert.True(t, made.Commit.Applied)
	assert.EqualValues(t, 5, s.store.Head())
}

func (s *service) commits(t testing.TB, ops ...graph.Op) {
	t.Helper()
	_, err := s.store.Append(t.Context(), graph.Change{Ops: ops, Author: "bob", Message: "meanwhile"}, graph.AnyRevision)
	require.NoError(t, err)
}

func zipped(t testing.TB, data []byte) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// A plan of another file or mapping is no leave for this one.
func TestImportsAreRefused(t *testing.T) {
	s := serveWriting(serveSeed)(t)
	offices := string(testFile(t, "ice-areas-of-responsibility.csv"))
	good := map[string]any{"name": "offices.csv", "text": offices, "mapping": "ice-offices"}
	with := func(changes map[string]any) map[string]any {
		u := map[string]any{}
		for _, m := range []map[string]any{good, changes} {
			for key, value := range m {
				u[key] = value
				if value == nil {
					delete(u, key)
				}
			}
		}
		return u
	}
	tests := []struct {
		name    string
		upload  map[string]any
		path    string
		message string
	}{
		{"two files", with(map[string]any{"base64": "YQ=="}), "upload", "expected exactly one of text, base64 and id"},
		{"no mapping", with(map[string]any{"mapping": nil}), "upload", "expected exactly one of mapping and mappingText"},
		{"not base64", with(map[string]any{"text": nil, "base64": "a,b"}), "upload.base64", "is not base64"},
		{"another mapping", with(map[string]any{"mapping": "ice-office"}), "upload.mapping", `no mapping of the name "ice-office" comes with missiongraph`},
		{"a path", with(map[string]any{"name": "../../etc/passwd"}), "upload.name", "the name is a path"},
		{"an unknown id", with(map[string]any{"text": nil, "id": "sha256-00"}), "upload.id", `no file is kept here under the id "sha256-00"`},
		{"a mapping with mistakes", with(map[string]any{"mapping": nil, "mappingText": "mapping: x\nsource: {publisher: P}\nentities:\n- {as: a, id: '{A|slugg}', kind: Agency, name: '{A}'}\n"}), "mapping:4:15", `there is no function "slugg"`},
		{"a mapping of another file", with(map[string]any{"mapping": "ice-287g"}), "mapping:24:7", "offices.csv has no column \"STATE\""},
		{"decisions with mistakes", with(map[string]any{"decisions": "decisions:\n- {mapping: x, id: y}\n"}), "decisions:2:13", "a decision needs mapping, id and is"},
		{"an empty file", with(map[string]any{"text": ""}), "offices.csv:1:1", "the file is empty"},
		{"a binary file", with(map[string]any{"text": nil, "base64": "AAAA"}), "offices.csv:1:1", "the file is not text: it has a byte 0 at 0"},
		{"gzip cut off", with(map[string]any{"text": nil, "base64": zipped(t, []byte(offices))[:400]}), "offices.csv:1:1", "the file is not whole gzip: it is damaged or cut off"},
		{"a gzip bomb", with(map[string]any{"text": nil, "base64": zipped(t, make([]byte, 40<<20))}), "offices.csv:1:1", "the file has more than 33554432 bytes when decompressed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := s.importing(t, planDocument, map[string]any{"upload": test.upload})
			assert.Nil(t, got.Plan)
			require.NotEmpty(t, got.Commit.Problems)
			assert.Equal(t, test.message, got.Commit.Problems[0].Message)
			assert.Equal(t, test.path, got.Commit.Problems[0].Path)
		})
	}
	plan := s.importing(t, planDocument, map[string]any{"upload": good})
	other := s.importing(t, applyDocument, map[string]any{"plan": plan.Plan.ID, "upload": with(map[string]any{"text": offices + "\"Atlanta\", \"Texas\", \"\", \"\"\n"})})
	require.Len(t, other.Commit.Problems, 1)
	assert.Equal(t, "CONFLICT", other.Commit.Problems[0].Code)

	for _, who := range []string{"nobody", "rita READER"} {
		s.asked(t, who)
		text, err := json.Marshal(map[string]any{"upload": good})
		require.NoError(t, err)
		r := s.post(t, planDocument, string(text))
		assert.Contains(t, string(r.raw), map[bool]string{true: "UNAUTHENTICATED", false: "FORBIDDEN"}[who == "nobody"])
		response, err := s.Client().Post(s.URL+"/uploads", "text/csv", strings.NewReader(offices))
		require.NoError(t, err)
		response.Body.Close()
		assert.Equal(t, http.StatusUnauthorized, response.StatusCode, "no token was sent")
	}
	assert.EqualValues(t, 1, s.store.Head())
}

// What is too large for GraphQL is sent before, and named by its id.
func TestUploads(t *testing.T) {
	s := serveWriting(serveSeed)(t)
	send := func(body io.Reader) (status int, answer map[string]any) {
		response, err := s.Client().Post(s.URL+"/uploads", "application/octet-stream", body)
		require.NoError(t, err)
		defer response.Body.Close()
		require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
		return response.StatusCode, answer
	}
	var large bytes.Buffer
	large.WriteString("id,name\n")
	for i := 0; large.Len() < 2<<20; i++ {
		fmt.Fprintf(&large, "big-%d,\"Big %d %s\"\n", i, i, strings.Repeat("x", 2000))
	}
	status, answer := send(bytes.NewReader(large.Bytes()))
	require.Equal(t, http.StatusCreated, status)
	assert.EqualValues(t, large.Len(), answer["bytes"])
	mapping := "mapping: big\nsource: {publisher: P}\nentities:\n- {as: a, id: '{id}', kind: Agency, name: '{id}'}\n"
	plan := s.importing(t, planDocument, map[string]any{"upload": map[string]any{"name": "big.csv", "id": answer["id"], "mappingText": mapping}})
	require.NotNil(t, plan.Plan)
	assert.Equal(t, answer["id"], plan.Plan.File.ID)
	assert.Greater(t, plan.Plan.Entities.New, 1000)

	status, answer = send(strings.NewReader(""))
	assert.Equal(t, http.StatusBadRequest, status)
	assert.Contains(t, fmt.Sprint(answer), "the file is empty")
	status, answer = send(io.LimitReader(endless{}, 33<<20))
	assert.Equal(t, http.StatusRequestEntityTooLarge, status)
	assert.Contains(t, fmt.Sprint(answer), "the file is larger than 33554432 bytes")
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// A connection that is lost in the middle of an upload, of either sort, leaves
// the graph and the server as they were.
func TestConnectionLostInAnUpload(t *testing.T) {
	s := serveWriting(serveSeed)(t)
	for _, path := range []string{"/uploads", "/graphql"} {
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		require.NoError(t, err)
		body, err := json.Marshal(map[string]any{"query": planDocument, "variables": map[string]any{"upload": map[string]any{"name": "x.csv", "text": string(testFile(t, "ice-areas-of-responsibility.csv")), "mapping": "ice-offices"}}})
		require.NoError(t, err)
		_, err = fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", path, len(body), body[:len(body)/2])
		require.NoError(t, err)
		require.NoError(t, c.(*net.TCPConn).CloseWrite())
		answer, err := io.ReadAll(c)
		require.NoError(t, err)
		require.NoError(t, c.Close())
		assert.Contains(t, string(answer), "400 Bad Request", path)
		assert.NotContains(t, string(answer), `"plan"`)
	}
	assert.EqualValues(t, 1, s.store.Head())
	r := s.post(t, `{ stats { entities } }`, "")
	assert.Empty(t, r.Errors)
}
