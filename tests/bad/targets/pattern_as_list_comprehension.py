match x:
    case y as [a for a in b]:
        pass
