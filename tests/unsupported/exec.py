# names: exec
exec("x = 1")
