"""The promise: counted here a second time, minute by minute and by hand."""
