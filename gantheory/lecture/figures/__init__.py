"""The still figures of the lecture: each drawn from a recording, committed results or claims."""
