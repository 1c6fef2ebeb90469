"""The window: widgets and their words. What is true lives in the console; here it is shown."""
