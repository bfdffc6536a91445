with x as ...:
    pass
