match a:
    case 1 as __debug__:
        pass
