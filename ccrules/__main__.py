"""``python -m ccrules``."""

from ccrules.cli import main

if __name__ == "__main__":
    main()
