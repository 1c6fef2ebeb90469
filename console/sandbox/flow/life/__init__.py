"""The life of a chat: flow after flow, its queue and its agent, and the contact center around it."""
