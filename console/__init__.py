"""The console without its window: requests, chats and the sandbox, usable headless."""
