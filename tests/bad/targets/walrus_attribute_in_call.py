f(a.b := c)
