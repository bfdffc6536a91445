(a == b): int
