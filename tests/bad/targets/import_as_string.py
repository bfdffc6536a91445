import m as 's'
