with x as [a for a in b]:
    pass
