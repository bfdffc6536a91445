Import a
