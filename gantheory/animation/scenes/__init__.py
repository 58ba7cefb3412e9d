"""The scenes: what each shows, computed or recorded first, then drawn."""
