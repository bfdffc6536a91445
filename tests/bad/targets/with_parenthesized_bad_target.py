with (x as f(), y as b):
    pass
