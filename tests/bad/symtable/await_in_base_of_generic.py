async def f():
    class C[T](await b):
        pass
