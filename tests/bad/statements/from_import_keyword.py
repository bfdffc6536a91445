from a import if
