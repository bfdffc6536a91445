break
return
