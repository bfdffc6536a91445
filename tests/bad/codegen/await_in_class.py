class C:
    await a
