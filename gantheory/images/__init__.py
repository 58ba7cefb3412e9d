"""The paper's image experiments: configurations as data, the model, the run on disk."""
