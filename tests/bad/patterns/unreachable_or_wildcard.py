match a:
    case _ | 1:
        pass
