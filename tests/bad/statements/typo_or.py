x = a ro b
