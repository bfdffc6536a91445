match a:
    case {'b': c, **c}:
        pass
