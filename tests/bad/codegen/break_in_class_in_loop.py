while a:
    class C:
        break
