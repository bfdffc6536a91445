match x:
    case y as __debug__:
        pass
