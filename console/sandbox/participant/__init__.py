"""The participant service: who takes part in a chat, what they say, and how it reaches the others."""
