def g():
    f((yield a)=x)
