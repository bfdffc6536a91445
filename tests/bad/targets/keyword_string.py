f('s'=x)
