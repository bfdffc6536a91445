wiht a as b:
    pass
