"""What staff and operators look at: values to print as a table or as JSON."""
