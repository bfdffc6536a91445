from m import n as a.b
