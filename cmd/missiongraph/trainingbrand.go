package main

import (
	"io"
	"os"
	"path/filepath"

	"missiongraph/internal/training"
)

// planBranding says whose material a course is.
type planBranding struct {
	Organization string `yaml:"organization"`
	Logo         string `yaml:"logo"` // a file beside the plan
	Accent       string `yaml:"accent"`
	Footer       string `yaml:"footer"`
}

// brand reads and checks the branding of a plan; nil where it has none.
func (p *trainingPlan) brand() (*training.Branding, error) {
	in := p.Branding
	if in == (planBranding{}) {
		return nil, nil
	}
	b := &training.Branding{Organization: in.Organization, Accent: in.Accent, Footer: in.Footer}
	if field, err := b.Check(); err != nil {
		return nil, p.place("$.branding."+field, err)
	}
	if in.Logo == "" {
		return b, nil
	}
	data, err := p.logo()
	if err != nil {
		return nil, err
	}
	b.Logo, err = training.NewLogo(data)
	return b, p.place("$.branding.logo", err)
}

// logo reads the file beside the plan. No name and no link leads out of that
// folder.
func (p *trainingPlan) logo() ([]byte, error) {
	const at, hint = "$.branding.logo", "name an SVG or PNG file beside the plan"
	name := filepath.FromSlash(p.Branding.Logo)
	if !filepath.IsLocal(name) {
		return nil, p.problem(at, hint, "the logo %.60q is not in the plan's folder", p.Branding.Logo)
	}
	root, err := os.OpenRoot(filepath.Dir(p.file))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(name)
	if err != nil {
		return nil, p.problem(at, hint, "there is no file %.60q in the plan's folder", p.Branding.Logo)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, p.problem(at, hint, "the logo %.60q is no file", p.Branding.Logo)
	}
	data, err := io.ReadAll(io.LimitReader(f, training.MaxLogo+1))
	if err != nil {
		return nil, p.problem(at, hint, "the logo %.60q cannot be read", p.Branding.Logo)
	}
	return data, nil
}
