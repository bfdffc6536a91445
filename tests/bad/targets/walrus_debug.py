(__debug__ := x)
