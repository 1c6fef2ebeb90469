"""The agent's seat beside a customer of the sandbox: who answers, what waits, and the agent's own view."""
