"""One offline page that replays recorded runs and trains small GANs in the browser."""
