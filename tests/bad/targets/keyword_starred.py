f(*a=x)
