False += x
