a[b := c : d]
