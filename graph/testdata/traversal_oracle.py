"""Answers about graphs, by networkx: one JSON object a line, in and out.

In:  directed, nodes (a count), edges ([from, to, cost]), source, target, k
     (paths wanted), cutoff (steps).
Out: lengths (steps from the source, by node), reach (the same within cutoff),
     distances (costs from the source, by node),
     descendants (of the source), steps (lengths of the k shortest simple paths
     from source to target), costs (costs of the k cheapest).
"""

import itertools
import json
import sys

import networkx as nx


def paths(graph, source, target, k, weight):
    try:
        found = nx.shortest_simple_paths(graph, source, target, weight=weight)
        return [nx.path_weight(graph, p, "cost") if weight else len(p) - 1 for p in itertools.islice(found, k)]
    except nx.NetworkXNoPath:
        return []


for line in sys.stdin:
    q = json.loads(line)
    graph = nx.DiGraph() if q["directed"] else nx.Graph()
    graph.add_nodes_from(range(q["nodes"]))
    for a, b, cost in q["edges"]:
        if a != b and (not graph.has_edge(a, b) or cost < graph[a][b]["cost"]):
            graph.add_edge(a, b, cost=cost)
    source, target = q["source"], q["target"]
    print(json.dumps({
        "lengths": nx.single_source_shortest_path_length(graph, source),
        "reach": nx.single_source_shortest_path_length(graph, source, cutoff=q["cutoff"]),
        "distances": nx.single_source_dijkstra_path_length(graph, source, weight="cost"),
        "descendants": sorted(nx.descendants(graph, source)) if q["directed"] else [],
        "steps": paths(graph, source, target, q["k"], None),
        "costs": paths(graph, source, target, q["k"], "cost"),
    }), flush=True)
