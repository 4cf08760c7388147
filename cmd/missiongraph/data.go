package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"missiongraph/graph"
	"missiongraph/graph/bolt"
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

// checkFolder refuses a data folder that is a file. One that is not there is
// made by who needs it.
func checkFolder(folder string) error {
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return graph.Errorf(graph.BadInput, "%s: the data folder is a file", folder).WithHint("--data takes a folder")
	}
	return nil
}

// openReadOnly opens the data file for a command that only reads; instead says
// what to do while a server holds the file.
func (a *app) openReadOnly(instead string) (*bolt.Store, error) {
	return openStore(filepath.Join(a.dataFolder(), dataFile), bolt.Options{ReadOnly: true}, instead)
}

// openStore opens a data file. Its errors name the file as the user did.
func openStore(path string, opts bolt.Options, instead string) (*bolt.Store, error) {
	if err := checkFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	store, err := bolt.Open(path, opts)
	if err == nil {
		return store, nil
	}
	return nil, fileError(err, path, instead)
}

// fileError names the data file in an error as the user did, and says what to
// do while a server holds it.
func fileError(err error, path, instead string) error {
	var coded *graph.Error
	if !errors.As(err, &coded) {
		return err
	}
	shown := *coded
	shown.Op, shown.ID = path, ""
	switch {
	case shown.Code == graph.NotFound:
		shown.Hint = "missiongraph serve creates it and loads the seed; --data chooses another folder"
	case bolt.IsLocked(err):
		shown.Hint = instead
	}
	return &shown
}
