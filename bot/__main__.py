"""`python -m bot` is `norfolk`."""

from bot.cli import main

if __name__ == "__main__":
    main()
