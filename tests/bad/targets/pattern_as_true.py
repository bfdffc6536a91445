match x:
    case y as True:
        pass
