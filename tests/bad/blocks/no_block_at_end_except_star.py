try:
    pass
except* E:
