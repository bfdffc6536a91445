def f():
    try:
        pass
    finally:
        def g():
            return 1
        try:
            pass
        finally:
            return g
        class C:
            def m(self):
                try:
                    return 1
                finally:
                    return 2
