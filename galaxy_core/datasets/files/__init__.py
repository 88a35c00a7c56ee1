"""Files on disk: written whole or not at all, locked by the kernel, downloaded with resumption, read with suspicion."""
