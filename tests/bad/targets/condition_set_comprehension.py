if {a for a in b} = x:
    pass
