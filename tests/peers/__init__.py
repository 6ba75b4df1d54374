"""The engine beside its peers from the package index, in one run: `make bench-understand`."""
