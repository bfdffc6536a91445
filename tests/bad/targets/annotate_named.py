(a := b): int = x
