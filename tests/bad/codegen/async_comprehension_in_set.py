def f():
    {a async for a in b}
