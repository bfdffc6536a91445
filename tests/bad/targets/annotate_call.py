f(): int = x
