match a:
    case C(b.c=1):
        pass
