package server

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what /metrics tells of the requests to /graphql. The values of
// every label are from closed lists: the name of an operation, a path or a
// client's id would let whoever asks make series without end.
type metrics struct {
	handler  http.Handler
	requests *prometheus.CounterVec   // by kind of operation and code
	limits   *prometheus.CounterVec   // by limit
	seconds  *prometheus.HistogramVec // by kind of operation
	work     prometheus.Histogram
	bytes    prometheus.Histogram
}

// Values of labels besides the kinds of operation and the error codes.
const (
	noOperation  = "none"     // the request never came to have an operation
	codeOK       = "OK"       // answered without errors
	codeCanceled = "CANCELED" // nobody waited for the answer
)

// The limits, as metrics name them.
const (
	limitBody       = "body"
	limitDocument   = "document" // its size, tokens, depth, fields and the like
	limitConcurrent = "concurrent"
	limitTime       = "time"
	limitWork       = "work" // rows, pages and lenses: what resolvers refuse
	limitReply      = "reply"
	limitRate       = "rate" // work done for one principal
)

func newMetrics(s *Server) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "missiongraph_requests_total",
			Help: "Requests to /graphql by kind of operation and by the code of their first error, OK when there was none.",
		}, []string{"operation", "code"}),
		limits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "missiongraph_limits_hit_total",
			Help: "Requests that reached a limit, by limit.",
		}, []string{"limit"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "missiongraph_request_duration_seconds",
			Help:    "Time from the request's arrival to the end of its answer.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"operation"}),
		work: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "missiongraph_request_work_units",
			Help:    "Work units a request spent: one for a row decoded, one for about 16 edges touched.",
			Buckets: []float64{0, 1, 10, 100, 1000, 10_000, 25_000, 50_000},
		}),
		bytes: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "missiongraph_response_bytes",
			Help:    "Size of an answer's body as sent, compressed where the client asked for that.",
			Buckets: prometheus.ExponentialBuckets(256, 4, 9), // to 16 MiB
		}),
	}
	for _, limit := range []string{limitBody, limitDocument, limitConcurrent, limitTime, limitWork, limitReply, limitRate} {
		m.limits.WithLabelValues(limit) // there from the start, as 0
	}
	registry := prometheus.NewRegistry()
	list := append(m.own(s), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, c := range append(list, s.config.Collectors...) {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		DisableCompression: true, // the server's own does it
		ErrorLog:           metricsLog{s},
	})
	return m, nil
}

// own lists the collectors of this package.
func (m *metrics) own(s *Server) []prometheus.Collector {
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	counter := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value)
	}
	cache := s.front.cache
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "missiongraph_build_info", Help: "1, labelled with the version.",
		ConstLabels: prometheus.Labels{"version": s.config.Version}})
	build.Set(1)
	return []prometheus.Collector{
		m.requests, m.limits, m.seconds, m.work, m.bytes, build,
		gauge("missiongraph_requests_running", "Operations executing now.", func() float64 { return float64(len(s.slots)) }),
		counter("missiongraph_document_cache_hits_total", "Documents that had been parsed and checked before.",
			func() float64 { return float64(cache.hits.Load()) }),
		counter("missiongraph_document_cache_misses_total", "Documents that were parsed and checked.",
			func() float64 { return float64(cache.misses.Load()) }),
		gauge("missiongraph_document_cache_bytes", "Text of the documents kept.", func() float64 { return float64(cache.bytes.Load()) }),
	}
}

// observe counts one request to /graphql.
func (m *metrics) observe(e *entry, took time.Duration) {
	operation, code := e.kind, codeOK
	if operation == "" {
		operation = noOperation
	}
	switch {
	case e.status == statusGone:
		code = codeCanceled
	case len(e.codes) > 0:
		code = e.codes[0]
	}
	m.requests.WithLabelValues(operation, code).Inc()
	m.seconds.WithLabelValues(operation).Observe(took.Seconds())
	m.bytes.Observe(float64(e.bytes))
	if e.kind != "" {
		m.work.Observe(float64(e.work))
	}
	if e.limit != "" {
		m.limits.WithLabelValues(e.limit).Inc()
	}
}

// limitOf names the limit that a problem tells of, "" for another problem. ran
// says that the operation was executed.
func limitOf(p *problem, ran bool) string {
	switch {
	case p.limit != "":
		return p.limit
	case p.code == codeTimeout:
		return limitTime
	case p.code != codeLimit:
		return ""
	case ran:
		return limitWork
	}
	return limitDocument
}

// metricsLog takes what promhttp has to say of a failed scrape.
type metricsLog struct{ s *Server }

func (l metricsLog) Println(v ...any) {
	l.s.config.Logger.Warn().Interface("detail", v).Msg("metrics")
}

// tell serves /metrics.
func (s *Server) tell(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet, http.MethodHead) {
		s.wrongMethod(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	s.metrics.handler.ServeHTTP(w, r)
}
