package bolt_test

const childEnv = "MISSIONGRAPH_CRASH_CHILD"

func child() int { return 0 }
