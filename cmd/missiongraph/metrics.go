package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
	"missiongraph/internal/search"
)

// gauge is a number that is read when /metrics is.
type gauge struct {
	desc *prometheus.Desc
	of   func(*reading) float64
}

// reading is what one scrape sees.
type reading struct {
	failed        bool // no change is made any more
	stats         bolt.Stats
	activity      bolt.Activity
	space         bolt.Space
	index         search.Status
	things, bytes int // derived and kept in memory
}

// collector tells /metrics of the data file and the search index.
type collector struct {
	store  *bolt.Store
	index  *search.Index
	gauges []gauge
}

func newCollector(store *bolt.Store, index *search.Index) *collector {
	c := &collector{store: store, index: index}
	add := func(name, help string, of func(*reading) float64) {
		c.gauges = append(c.gauges, gauge{prometheus.NewDesc("missiongraph_"+name, help, nil, nil), of})
	}
	add("revision", "Newest revision.", func(r *reading) float64 { return float64(r.stats.Revision) })
	add("log_entries", "Entries of the log of changes.", func(r *reading) float64 { return float64(r.stats.Revision) })
	add("entities", "Entities at the newest revision.", func(r *reading) float64 { return float64(r.stats.Entities) })
	add("facts", "Facts at the newest revision.", func(r *reading) float64 { return float64(r.stats.Facts) })
	add("file_bytes", "Size of the data file.", func(r *reading) float64 { return float64(r.stats.FileSize) })
	add("file_free_bytes", "Of these, in free pages, which wait to be used again.", func(r *reading) float64 { return float64(r.stats.FreeSize) })
	add("snapshots_open", "Snapshots that hold a read transaction.", func(r *reading) float64 { return float64(r.activity.Snapshots) })
	add("snapshot_oldest_seconds", "Age of the oldest open read transaction.", func(r *reading) float64 { return r.activity.Oldest.Seconds() })
	add("changes_waiting", "Changes that wait to be committed.", func(r *reading) float64 { return float64(r.activity.Waiting) })
	add("disk_free_bytes", "Free on the disk of the data file; -1 when the system does not tell.", func(r *reading) float64 { return float64(r.space.Free) })
	add("disk_min_free_bytes", "Below that nothing is written.", func(r *reading) float64 { return float64(r.space.MinFree) })
	add("read_only", "1 while changes are refused for want of disk space, or until the server starts anew because one could not be written.",
		func(r *reading) float64 { return truth(r.failed || r.space.Free >= 0 && r.space.Low()) })
	add("search_documents", "Documents in the search index.", func(r *reading) float64 { return float64(r.index.Documents) })
	add("search_lag_revisions", "Revisions that the search index is behind.", func(r *reading) float64 { return float64(r.index.Head - min(r.index.Applied, r.index.Head)) })
	add("search_failing", "1 while the search index cannot follow the log.", func(r *reading) float64 { return truth(r.index.Err != nil) })
	add("derived_things", "Columns, orders and analyses kept between requests.", func(r *reading) float64 { return float64(r.things) })
	add("derived_bytes", "About what they take in memory.", func(r *reading) float64 { return float64(r.bytes) })
	return c
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// Describe implements prometheus.Collector.
func (c *collector) Describe(descs chan<- *prometheus.Desc) {
	for _, g := range c.gauges {
		descs <- g.desc
	}
}

// Collect implements prometheus.Collector.
func (c *collector) Collect(metrics chan<- prometheus.Metric) {
	r, err := c.read()
	for _, g := range c.gauges {
		if err != nil {
			metrics <- prometheus.NewInvalidMetric(g.desc, err)
			return
		}
		metrics <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, g.of(r))
	}
}

func (c *collector) read() (*reading, error) {
	r := &reading{activity: c.store.Activity(), index: c.index.Status(), failed: c.store.Failed() != nil}
	var err error
	if r.stats, err = c.store.Stats(); err != nil {
		return nil, err
	}
	if r.space, err = c.store.Space(); err != nil {
		r.space.Free = -1
	}
	snapshot, err := c.store.Snapshot(graph.AnyRevision)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	r.things, r.bytes = snapshot.Topology().Derived()
	return r, nil
}
