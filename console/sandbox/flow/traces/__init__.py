"""What is kept of what flows did: traces, flow logs, and readable lines."""
