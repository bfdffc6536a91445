match a:
    case f()():
        pass
