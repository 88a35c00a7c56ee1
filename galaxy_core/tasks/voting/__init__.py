"""Votes of volunteers along a decision tree: what is learned from them, what a model says of them, how it is scored."""
