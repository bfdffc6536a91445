f((a := b)=x)
