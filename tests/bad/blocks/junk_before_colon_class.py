class C $:
    pass
