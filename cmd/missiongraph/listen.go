package main

import (
	"context"
	"net"

	"missiongraph/graph"
	"missiongraph/internal/server"
)

// listen opens the address to serve on. Only this machine may reach it: whoever
// reaches a server may read everything, because it asks nobody who they are.
func listen(ctx context.Context, address string) (net.Listener, error) {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, server.ListenError(address, err)
	}
	if !resolved.IP.IsLoopback() {
		return nil, graph.Errorf(graph.BadInput, "--listen %s would open the graph to other machines, "+
			"and this version has no authentication to protect it", address).
			WithHint("listen on 127.0.0.1 or [::1]; a proxy on this machine that authenticates can publish it")
	}
	return server.Listen(ctx, resolved.String())
}
