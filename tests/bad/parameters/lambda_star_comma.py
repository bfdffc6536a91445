lambda *,: a
