import m as __debug__
