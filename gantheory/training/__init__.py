"""Algorithm 1 and what it moves: layers, networks, players, update rules."""
