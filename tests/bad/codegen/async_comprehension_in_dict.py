def f():
    {a: 1 async for a in b}
