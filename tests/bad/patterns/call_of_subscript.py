match a:
    case b[0]():
        pass
