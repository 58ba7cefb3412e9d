"""The exact path: log-rational numbers and finite alphabets, sharing no code with the kernel."""
