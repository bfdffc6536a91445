match a:
    case C(b, c=b):
        pass
