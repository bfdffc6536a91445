type if = c
