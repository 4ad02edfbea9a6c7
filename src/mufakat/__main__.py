"""``python -m mufakat`` is the command ``mufakat``."""

from mufakat.cli import main

if __name__ == "__main__":
    main()
