# The shapes of try that need different exception tables.
def shapes(kind):
    log = []
    try:
        try:
            log.append("body")
            if kind == 1:
                raise ValueError
            if kind == 2:
                raise KeyError
            if kind == 3:
                return log
        except ValueError:
            log.append("value")
            try:
                raise TypeError
            except TypeError as inner:
                log.append(type(inner).__name__)
                log.append(type(inner.__context__).__name__)
        except KeyError as outer:
            log.append(str(outer))
            raise IndexError from outer
        else:
            log.append("else")
    except IndexError as final:
        log.append(type(final.__cause__).__name__)
    except:
        log.append("bare")
    finally:
        log.append("finally")
    return log


print([shapes(n) for n in range(4)])


def loop_and_except():
    out = []
    for value in ("1", "x", None, "2", [], "end"):
        try:
            number = int(value)
        except ValueError:
            if value == "end":
                break
            continue
        except TypeError as error:
            out.append(str(error)[:12])
            continue
        out.append(number)
    return out


print(loop_and_except())


def cleanup_names():
    e = "kept"
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return str(error)


print(cleanup_names())


def return_in_except():
    for i in range(3):
        try:
            raise ValueError(i)
        except ValueError as e:
            if i == 1:
                return e.args


print(return_in_except())


def tuple_and_dynamic(types, error):
    try:
        raise error
    except types as caught:
        return type(caught).__name__
    except Exception as other:
        return "other " + type(other).__name__


print(tuple_and_dynamic((ValueError, KeyError), KeyError()), tuple_and_dynamic(OSError, ValueError), tuple_and_dynamic((), KeyError))


def reraise_twice():
    try:
        try:
            raise ValueError("deep")
        except ValueError:
            raise
    except ValueError as error:
        return error.args, error.__context__


print(reraise_twice())
