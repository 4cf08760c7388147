package auth

import (
	"strconv"
	"strings"
	"time"

	"missiongraph/graph"
)

// maxDays bounds how far ahead a token may expire: longer is never.
const maxDays = 3650

// ParseExpiry reads when a token is to expire: "90d" from now, "2027-01-31",
// which is the end of that day in UTC, or "never", the zero Time. BAD_INPUT for
// anything else.
func ParseExpiry(text string, now time.Time) (time.Time, error) {
	if text == "never" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 1 && n <= maxDays {
			return now.UTC().Truncate(time.Second).AddDate(0, 0, n), nil
		}
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		if end := day.AddDate(0, 0, 1); end.After(now) && end.Before(now.AddDate(0, 0, maxDays+1)) {
			return end, nil
		}
		return time.Time{}, graph.Errorf(graph.BadInput, "%s is not a day from now to ten years ahead", text).WithHint("a later day, or never")
	}
	return time.Time{}, graph.Errorf(graph.BadInput, "%q does not say when a token expires", cut(text)).
		WithHint("as 90d (up to %dd), 2027-01-31, or never", maxDays)
}
