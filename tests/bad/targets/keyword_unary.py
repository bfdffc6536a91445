f(-a=x)
