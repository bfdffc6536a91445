match a:
    case t'b':
        pass
