f = lambda: await a
