def f():
    for i in x:
        try:
            try:
                pass
            finally:
                break
        except E:
            return 1
        else:
            return 2
        finally:
            match x:
                case 1:
                    return 3
                case _:
                    continue
