f([a, b]=x)
