"""The side beside a chat: what happened behind it, a tab for each way to look."""
