a[b:=c:d]
