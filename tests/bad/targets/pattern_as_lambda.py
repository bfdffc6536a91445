match x:
    case y as lambda: a:
        pass
