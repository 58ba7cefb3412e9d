"""What a Parzen score cannot see of samples: classes, confidence, memorisation, coverage."""
