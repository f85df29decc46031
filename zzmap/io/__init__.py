"""Files: `read` gives a `Layer`; every format and every guard is here, once."""

from zzmap.io.formats import READABLE, WRITABLE
from zzmap.io.layer import Layer
from zzmap.io.reading import layer_names, read, read_all

__all__ = ["READABLE", "WRITABLE", "Layer", "layer_names", "read", "read_all"]
