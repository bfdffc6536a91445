try:
    pass
excpt A:
    pass
