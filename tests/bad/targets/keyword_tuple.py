f((a, b)=x)
