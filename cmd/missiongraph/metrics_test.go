package main

import (
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scrape reads /metrics as Prometheus does.
func scrape(t testing.TB, url string) map[string]*dto.MetricFamily {
	t.Helper()
	response, err := http.Get(url + "/metrics")
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(response.Body)
	require.NoError(t, err)
	return families
}

// metricValue returns a counter's or gauge's value, or a histogram's count, of
// the series with these labels ("code=OK"); 0 when there is none.
func metricValue(families map[string]*dto.MetricFamily, name string, labels ...string) float64 {
	for _, m := range families["missiongraph_"+name].GetMetric() {
		have := map[string]bool{}
		for _, l := range m.Label {
			have[l.GetName()+"="+l.GetValue()] = true
		}
		for _, l := range labels {
			if !have[l] {
				have = nil
			}
		}
		if have == nil {
			continue
		}
		return m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
	}
	return 0
}

func TestMetrics(t *testing.T) {
	program, err := exec.LookPath("missiongraph")
	require.NoError(t, err)
	b := &background{}
	t.Cleanup(b.kill)
	require.NoError(t, b.start(exec.Command(program, "serve", "--data", seededFolder(t), "--listen", "127.0.0.1:0")))
	send := func(query string) {
		response, err := http.Post(b.url+"/graphql", contentType, strings.NewReader(`{"query":`+strconv.Quote(query)+`}`))
		require.NoError(t, err)
		response.Body.Close()
	}
	before := scrape(t, b.url)
	assert.EqualValues(t, 1, metricValue(before, "revision"))
	assert.EqualValues(t, 1, metricValue(before, "log_entries"))
	for _, name := range []string{"entities", "facts", "file_bytes", "disk_free_bytes", "disk_min_free_bytes", "build_info"} {
		assert.Positive(t, metricValue(before, name), name)
	}
	for _, name := range []string{"read_only", "snapshots_open", "snapshot_oldest_seconds", "changes_waiting", "requests_running", "search_failing"} {
		assert.Contains(t, before, "missiongraph_"+name)
		assert.Zero(t, metricValue(before, name), name)
	}
	assert.Contains(t, before, "go_goroutines")

	const query = `{ entities { nodes { name relations { sentence } } } }`
	send(query)
	send(query)
	send("{ nothing }")
	send(strings.Repeat("{ view ", 40) + "{ stats { entities } }" + strings.Repeat(" }", 40))
	send(strings.Repeat("x", 2<<20))
	send("{")

	after := scrape(t, b.url)
	moved := func(name string, labels ...string) float64 {
		return metricValue(after, name, labels...) - metricValue(before, name, labels...)
	}
	ok := moved("requests_total", "operation=query", "code=OK")
	bad := moved("requests_total", "operation=none", "code=BAD_INPUT")
	assert.EqualValues(t, 6, ok+moved("requests_total", "operation=query", "code=BAD_INPUT")+bad+moved("requests_total", "operation=none", "code=LIMIT"))
	assert.EqualValues(t, 1, moved("limits_hit_total", "limit=document"))
	assert.EqualValues(t, 1, moved("limits_hit_total", "limit=body"))
	assert.Contains(t, labelsOf(after["missiongraph_limits_hit_total"]), "limit=work", "there from the start")
	assert.EqualValues(t, 1, moved("document_cache_hits_total"))
	assert.Positive(t, moved("document_cache_misses_total"))
	assert.EqualValues(t, 6, moved("response_bytes"))
	assert.Positive(t, moved("request_work_units"))
	assert.Positive(t, after["missiongraph_request_work_units"].GetMetric()[0].GetHistogram().GetSampleSum(), "units were counted")
	assert.Positive(t, moved("request_duration_seconds", "operation=query"))
	require.Eventually(t, func() bool { return metricValue(scrape(t, b.url), "search_documents") > 0 }, 20*time.Second, 50*time.Millisecond)
	assert.Zero(t, metricValue(scrape(t, b.url), "search_lag_revisions"))

	for _, f := range after {
		assert.LessOrEqual(t, len(f.GetMetric()), 50, "%s has too many series", f.GetName())
		assert.NotEmpty(t, f.GetHelp(), f.GetName())
	}
	require.NoError(t, b.stop(syscall.SIGINT))
	assert.NotContains(t, b.log.String(), "/metrics", "scrapes are not logged")
}

// labelsOf lists the labels of a family's series.
func labelsOf(f *dto.MetricFamily) (list []string) {
	for _, m := range f.GetMetric() {
		for _, l := range m.Label {
			list = append(list, l.GetName()+"="+l.GetValue())
		}
	}
	return list
}

func TestMetricsMethods(t *testing.T) {
	url := served(t)
	response, err := http.Post(url+"/metrics", contentType, strings.NewReader("{}"))
	require.NoError(t, err)
	defer response.Body.Close()
	assert.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
	assert.Equal(t, "GET, HEAD", response.Header.Get("Allow"))
}
