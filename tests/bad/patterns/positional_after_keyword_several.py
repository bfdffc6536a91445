match a:
    case C(x, b=1, 2, y, c=3):
        pass
