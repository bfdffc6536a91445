# Nothing happens here.

    # not even here
