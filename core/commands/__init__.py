"""The subcommands of the command line, one file each group; every one takes parsed arguments and returns an exit status."""
