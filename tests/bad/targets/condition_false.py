if False = x:
    pass
