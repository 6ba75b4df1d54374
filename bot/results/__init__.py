"""What came of a programme, in words and charts: for a desk, its weekly digest and the report."""
