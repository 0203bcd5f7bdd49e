"""The office's application: settings, composition root, CLI, simulators."""
