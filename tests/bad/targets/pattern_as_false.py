match x:
    case y as False:
        pass
