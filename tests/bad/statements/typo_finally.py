try:
    pass
finaly:
    pass
