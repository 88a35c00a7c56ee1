"""What lies on disk: files that exist whole or not at all, locks, work in the background, JSON read fast."""
