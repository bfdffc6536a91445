match x:
    case y as t'{a}':
        pass
