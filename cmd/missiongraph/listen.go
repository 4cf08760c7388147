package main

import (
	"net"

	"missiongraph/internal/server"
)

// resolve finds the address to serve on. No host is every address of this
// machine.
func resolve(address string) (*net.TCPAddr, error) {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, server.ListenError(address, err)
	}
	return resolved, nil
}
