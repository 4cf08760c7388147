package main

import (
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// dataEnv names the environment variable that stands in for --data.
const dataEnv = "MISSIONGRAPH_DATA"

// Names within the data folder.
const (
	dataFile     = "graph.db"
	searchFolder = "search"
)

// defaultData is the per-user data folder of the platform: $XDG_DATA_HOME on
// Linux, Application Support on macOS, LocalAppData on Windows.
func defaultData() string { return filepath.Join(xdg.DataHome, "missiongraph") }

// defaultDataHint is defaultData as help shows it: without the user's name.
func defaultDataHint() string {
	if home, err := os.UserHomeDir(); err == nil {
		if rel, err := filepath.Rel(home, defaultData()); err == nil && filepath.IsLocal(rel) {
			return filepath.Join("~", rel)
		}
	}
	return defaultData()
}

// dataFolder returns the folder chosen by flag, environment or default.
func (a *app) dataFolder() string {
	if a.data != "" {
		return a.data
	}
	if dir := os.Getenv(dataEnv); dir != "" {
		return dir
	}
	return defaultData()
}
