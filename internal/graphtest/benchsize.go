package graphtest

import (
	"fmt"
	"os"
	"strconv"
)

// BenchEntities is the environment variable that gives the number of entities
// of the large benchmarks.
const BenchEntities = "MISSIONGRAPH_BENCH_ENTITIES"

// BenchSize returns the size that the large benchmarks are over: [Large] or, as
// [BenchEntities] says, at least 10,000 entities with five times as many
// relations. It panics on another text than such a number.
func BenchSize() Size {
	text := os.Getenv(BenchEntities)
	if text == "" {
		return Large
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 10_000 {
		panic(fmt.Sprintf("%s is %q, expected a number from 10000", BenchEntities, text))
	}
	return Size{Entities: n, Relations: 5 * n}
}

// String returns the size as benchmarks name it: "entities=100k/relations=500k".
func (s Size) String() string {
	return "entities=" + short(s.Entities) + "/relations=" + short(s.Relations)
}

// short writes a number in whole millions or thousands where it is that: 1M,
// 100k, 1234.
func short(n int) string {
	switch {
	case n > 0 && n%1_000_000 == 0:
		return strconv.Itoa(n/1_000_000) + "M"
	case n > 0 && n%1000 == 0:
		return strconv.Itoa(n/1000) + "k"
	}
	return strconv.Itoa(n)
}
