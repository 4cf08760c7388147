package web_test

import (
	"testing"

	"missiongraph/internal/playgroundtest"
)

func TestPlaygroundInBrowser(t *testing.T) {
	playgroundtest.Run(t, newMiniServer(t).URL)
}
