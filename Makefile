# endure runs the proofs of the store LONGER times longer than CI does: kills, long
# histories against a model, a full disk. Each run makes other choices and prints
# its seed; SEED=... repeats them.
LONGER ?= 10

.PHONY: test endure
test:
	go test ./...

endure:
	MISSIONGRAPH_ENDURE=$(LONGER) MISSIONGRAPH_SEED=$(SEED) go test ./graph/bolt -count=1 -v -timeout 24h -run 'TestKilled|TestModel|TestFullDisk'
