match a:
    case C(__debug__=1):
        pass
