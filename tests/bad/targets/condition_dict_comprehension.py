if {a: a for a in b} = x:
    pass
