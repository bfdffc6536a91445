's': int = x
