package main

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"

	"missiongraph/graph"
)

// What follows is the part of SARIF 2.1.0 that validate writes:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
const (
	sarifVersion = "2.1.0"
	sarifSchema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

// sourceBase is the base of the addresses of sources, which are kept in the
// graph and not in files.
const sourceBase = "SOURCES"

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool          `json:"tool"`
		ColumnKind string             `json:"columnKind"`
		Bases      map[string]sarifAt `json:"originalUriBaseIds"`
		Artifacts  []sarifArtifact    `json:"artifacts"`
		Results    []sarifResult      `json:"results"`
		Properties map[string]any     `json:"properties"`
	}
	sarifTool struct {
		Driver struct {
			Name    string      `json:"name"`
			Version string      `json:"version"`
			Rules   []sarifRule `json:"rules"`
		} `json:"driver"`
	}
	sarifRule struct {
		ID       string    `json:"id"`
		Name     string    `json:"name"`
		Short    sarifText `json:"shortDescription"`
		Help     sarifText `json:"help"`
		Defaults struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifArtifact struct {
		Location    sarifAt           `json:"location"`
		Contents    sarifText         `json:"contents"`
		Hashes      map[string]string `json:"hashes"`
		Description sarifText         `json:"description"`
	}
	sarifAt struct {
		URI         string     `json:"uri,omitempty"`
		Base        string     `json:"uriBaseId,omitempty"`
		Index       *int       `json:"index,omitempty"` // in artifacts
		Description *sarifText `json:"description,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifAt      `json:"artifactLocation"`
		Region   *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		StartLine   int       `json:"startLine"`
		StartColumn int       `json:"startColumn"`
		EndLine     int       `json:"endLine"`
		EndColumn   int       `json:"endColumn"`
		Snippet     sarifText `json:"snippet"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

// printSARIF prints the flaws as one SARIF run, with the texts they point into.
func (a *app) printSARIF(r *flawReport) error {
	w := &sarifWriter{flawReport: r, texts: map[string]*graph.SourceText{}, index: map[string]int{}}
	w.run.ColumnKind = "unicodeCodePoints"
	w.run.Bases = map[string]sarifAt{sourceBase: {Description: &sarifText{"The sources that the graph keeps, by id"}}}
	w.run.Artifacts, w.run.Results = []sarifArtifact{}, []sarifResult{}
	w.run.Properties = map[string]any{"revision": r.view.Revision()}
	w.run.Tool.Driver.Name, w.run.Tool.Driver.Version = "missiongraph", version
	places := map[graph.FlawRule]int{}
	for i, c := range r.found.Counts {
		places[c.Rule] = i
		rule := sarifRule{ID: c.Rule.String(), Name: camel(c.Rule.String()), Short: sarifText{c.Rule.Summary() + "."}, Help: sarifText{c.Rule.Help()}}
		rule.Defaults.Level = sarifLevel(c.Rule)
		w.run.Tool.Driver.Rules = append(w.run.Tool.Driver.Rules, rule)
	}
	for _, f := range r.shown {
		if err := w.result(f, places[f.Rule]); err != nil {
			return err
		}
	}
	return a.printJSON(sarifLog{sarifSchema, sarifVersion, []sarifRun{w.run}})
}

func sarifLevel(r graph.FlawRule) string { return strings.ToLower(r.Severity().String()) }

// camel turns one-source into OneSource.
func camel(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

type sarifWriter struct {
	*flawReport
	run   sarifRun
	texts map[string]*graph.SourceText
	index map[string]int // of sources in artifacts
}

func (w *sarifWriter) result(f *graph.Flaw, rule int) error {
	x := sarifResult{RuleID: f.Rule.String(), RuleIndex: rule, Level: sarifLevel(f.Rule), Message: sarifText{w.subject(f) + ": " + f.Message}}
	if f.Hint != "" {
		x.Message.Text += " (" + f.Hint + ")"
	}
	var at sarifLocation
	if f.Fact != "" {
		at.Logical = append(at.Logical, sarifLogical{f.Fact, "fact"})
	}
	for _, n := range append([]graph.Node{f.Node}, f.Others...) {
		if id := w.id(n); id != "" {
			at.Logical = append(at.Logical, sarifLogical{id, "entity"})
		}
	}
	if f.Source != "" {
		physical, err := w.physical(f)
		if err != nil {
			return err
		}
		at.Physical = physical
	}
	x.Locations = []sarifLocation{at}
	sum := sha256.Sum256([]byte(strings.Join([]string{x.RuleID, w.subject(f), f.Source, f.Quote}, "\x00")))
	x.Fingerprints = map[string]string{"missiongraph/v1": hex.EncodeToString(sum[:16])}
	w.run.Results = append(w.run.Results, x)
	return nil
}

// physical is the place of a flaw in the text of its source.
func (w *sarifWriter) physical(f *graph.Flaw) (*sarifPhysical, error) {
	i, known := w.index[f.Source]
	if !known {
		source, ok, err := w.view.Source(f.Source)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, nil
		}
		i = len(w.run.Artifacts)
		w.index[f.Source], w.texts[f.Source] = i, graph.NewSourceText(source.Text)
		w.run.Artifacts = append(w.run.Artifacts, sarifArtifact{
			Location: sarifAt{URI: url.PathEscape(f.Source), Base: sourceBase}, Contents: sarifText{source.Text},
			Hashes: map[string]string{"sha-256": source.SHA256}, Description: sarifText{source.Title},
		})
	}
	p := &sarifPhysical{Artifact: sarifAt{URI: url.PathEscape(f.Source), Base: sourceBase, Index: &i}}
	if f.Line > 0 {
		line, column, _ := w.texts[f.Source].Position(f.End)
		p.Region = &sarifRegion{f.Line, f.Column, line, column, sarifText{f.Quote}}
	}
	return p, nil
}
