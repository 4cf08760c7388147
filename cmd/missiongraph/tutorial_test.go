package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"missiongraph/internal/graphtest"
)

const tutorial = "../../docs/tutorial.md"

var (
	step = regexp.MustCompile("(?s)\n```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?")
	gaps = regexp.MustCompile(`(?m)[ \t]{2,}|\t`)
)

// The tutorial's commands, run in order in one shell, print what stands below
// them. -update-answers writes that anew, to be read before it is committed.
func TestTutorial(t *testing.T) {
	shell := graphtest.NeedProgram(t, "install a POSIX shell", "sh")
	text, err := os.ReadFile(tutorial)
	require.NoError(t, err)
	steps := step.FindAllSubmatchIndex(text, -1)
	require.Equal(t, strings.Count(string(text), "\n```sh\n"), len(steps))
	var script strings.Builder
	script.WriteString("set -eu\nexec 2>&1\n")
	const mark = "=== end of step ===\n"
	for _, at := range steps {
		script.Write(text[at[2]:at[3]])
		script.WriteString("printf '" + strings.TrimSpace(mark) + "\\n'\n")
	}

	folder, bin := t.TempDir(), t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "missiongraph"))) // by that name it is the command
	for _, name := range []string{"mappings", "internal"} {
		path, err := filepath.Abs("../../" + name)
		require.NoError(t, err)
		require.NoError(t, os.Symlink(path, filepath.Join(folder, name)))
	}
	cmd := exec.Command(shell)
	cmd.Dir, cmd.Stdin = folder, strings.NewReader(script.String())
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "LC_ALL=C", "USER=ann", "NO_COLOR=1")
	out, err := cmd.Output()
	require.NoError(t, err, "%s", out)
	outputs := strings.SplitAfter(string(out), mark)
	require.Len(t, outputs, len(steps)+1)

	plainly := func(s string) string { return gaps.ReplaceAllString(s, "\t") }
	var updated bytes.Buffer
	from := 0
	for i, at := range steps {
		got := columns(t, strings.TrimSuffix(outputs[i], mark))
		if *updateAnswers && at[4] >= 0 {
			updated.Write(text[from:at[4]])
			updated.WriteString(got)
			from = at[5]
			continue
		}
		want := ""
		if at[4] >= 0 {
			want = string(text[at[4]:at[5]])
		}
		assert.Equal(t, plainly(want), plainly(got), "after\n%s", text[at[2]:at[3]])
	}
	if *updateAnswers {
		updated.Write(text[from:])
		require.NoError(t, os.WriteFile(tutorial, updated.Bytes(), 0o644))
	}
}

// columns shows tabs as columns.
func columns(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 8, 3, ' ', 0)
	_, err := w.Write([]byte(s))
	require.NoError(t, err)
	require.NoError(t, w.Flush())
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// TestTutorialNumbers counts what the tutorial tells anew, from the files alone
// and without the graph.
func TestTutorialNumbers(t *testing.T) {
	text, err := os.ReadFile(tutorial)
	require.NoError(t, err)
	shown := gaps.ReplaceAllString(string(text), "\t")
	then, now := agreements(t, "participating_2025-06-17.csv"), agreements(t, "participating_2026-05-18.csv")
	states := func(list []agreement) map[string]int {
		count := map[string]int{}
		for _, a := range list {
			if a.dated {
				count[a.state]++
			}
		}
		return count
	}
	before, after := states(then), states(now)
	gained := 0
	for state, n := range after {
		if more := n - before[state]; more > 0 {
			gained++
			if more >= 36 {
				assert.Contains(t, shown, fmt.Sprintf("\n%d\t%s\t%d\t%d\n", more, title(state), before[state], n))
			}
		}
	}
	assert.Contains(t, shown, fmt.Sprintf("\n%d\n```", gained))
	for state := range before {
		assert.Equal(t, after[state] == 0, strings.Contains(shown, "\n"+title(state)+"\n"), state)
	}

	models := map[string]map[string]bool{}
	places := map[string][2]string{}
	for _, a := range now {
		who := a.state + "/" + a.agency
		if models[who] == nil {
			models[who] = map[string]bool{}
		}
		models[who][a.model] = true
		if a.county != "" {
			places[who+"@"+a.county] = [2]string{a.state, a.county}
		} else {
			places[who+"@"] = [2]string{a.state, ""}
		}
	}
	all := map[string]int{}
	for who, has := range models {
		if len(has) == 3 {
			state, _, _ := strings.Cut(who, "/")
			all[state]++
		}
	}
	total := 0
	for _, n := range all {
		total += n
	}
	assert.Contains(t, shown, fmt.Sprintf("\nagencies\n%d\n", total))
	most := slices.SortedFunc(maps.Keys(all), func(a, b string) int { return all[b] - all[a] })
	assert.Contains(t, shown, fmt.Sprintf("\n%s\t%d\t", title(most[0]), all[most[0]]))

	offices := map[string]map[string]bool{}
	for _, row := range records(t, "ice-areas-of-responsibility.csv") {
		name := row["office_name"]
		if offices[name] == nil {
			offices[name] = map[string]bool{}
		}
		for who, at := range places {
			county := row["county_name"]
			if at[0] == folded(row["state_name"]) && (county == "" || at[1] == folded(county+" County")) {
				agency, _, _ := strings.Cut(who, "@")
				offices[name][agency] = true
			}
		}
	}
	ranked := slices.SortedFunc(maps.Keys(offices), func(a, b string) int { return len(offices[b]) - len(offices[a]) })
	for _, name := range ranked[:5] {
		assert.Contains(t, shown, fmt.Sprintf("\n%s Field Office\t%d\n", name, len(offices[name])))
	}
}

type agreement struct {
	state, county, agency, model string
	dated                        bool // its date can be read
}

// agreements reads a list of 287(g) agreements.
func agreements(t *testing.T, name string) (list []agreement) {
	t.Helper()
	date := regexp.MustCompile(`^(\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4})$`)
	for _, row := range records(t, name) {
		county := folded(row["COUNTY"])
		if row["COUNTY"] == "#N/A" {
			county = ""
		}
		list = append(list, agreement{folded(row["STATE"]), county, folded(row["LAW ENFORCEMENT AGENCY"]), folded(row["SUPPORT TYPE"]), date.MatchString(row["SIGNED"])})
	}
	return list
}

// records reads a CSV file by its header.
func records(t *testing.T, name string) (list []map[string]string) {
	t.Helper()
	f, err := os.Open("../../internal/exchange/testdata/" + name)
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.TrimLeadingSpace, r.FieldsPerRecord = true, -1
	rows, err := r.ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, cell := range row {
			record[strings.TrimSpace(strings.TrimPrefix(rows[0][i], "\ufeff"))] = strings.TrimSpace(cell)
		}
		list = append(list, record)
	}
	return list
}

// folded is a name without case, punctuation and needless space.
func folded(s string) string {
	s = strings.NewReplacer("’", "", "‘", "", "'", "").Replace(strings.ToLower(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0x80 }), " ")
}

func title(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if w != "of" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}
