lambda __debug__: a
