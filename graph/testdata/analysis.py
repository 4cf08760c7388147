"""Analyses graphs with networkx, the oracle of TestAnalysesAgreeWithNetworkx.

Reads a graph a line, {"n": nodes, "edges": [[subject, object, symmetric]]},
and writes what networkx finds in each, a line.
"""
import json
import sys

import networkx as nx
# What nx.pagerank computes with SciPy, in Python: one package less to install.
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank

for line in sys.stdin:
    graph = json.loads(line)
    simple, directed, multi = nx.Graph(), nx.DiGraph(), nx.MultiGraph()
    for g in simple, directed, multi:
        g.add_nodes_from(range(graph["n"]))
    for subject, obj, symmetric in graph["edges"]:
        multi.add_edge(subject, obj)
        if subject == obj:
            continue
        simple.add_edge(subject, obj)
        directed.add_edge(subject, obj)
        if symmetric:
            directed.add_edge(obj, subject)
    nodes = range(graph["n"])
    rank = pagerank(directed, alpha=0.85, max_iter=1000, tol=1e-12)
    between = nx.betweenness_centrality(simple, normalized=True)
    print(json.dumps({
        "degree": [multi.degree(i) for i in nodes],
        "pagerank": [rank[i] for i in nodes],
        "betweenness": [between[i] for i in nodes],
        "components": sorted(sorted(c) for c in nx.connected_components(simple)),
        "cutNodes": sorted(nx.articulation_points(simple)),
        "bridges": sorted(sorted(b) for b in nx.bridges(simple)),
    }))
