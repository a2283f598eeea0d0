# Puts the guard into every kernel of this Python environment; IPython in a terminal stays as it is.
# No docstring: this file is run inside the user's namespace, whose own it would replace.


def _jupyter_guard_start():
    shell = get_ipython()  # noqa: F821  # IPython provides it
    if getattr(shell, "kernel", None) is None:
        return

    import sys

    try:
        if shell.extension_manager.load_extension("jupyter_guard.kernel") == "no load function":
            raise ImportError("jupyter_guard.kernel is not the guard's: it has no load_ipython_extension")
    except Exception as error:  # noqa: BLE001  # whatever it is, the user must hear that there is no guard
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        warning = f"jupyter_guard: this kernel is UNGUARDED, nothing checks its SQL. {reason}"

        def warn(*_):
            shell.events.unregister("pre_run_cell", warn)
            print(warning, file=sys.stderr)

        # No cell runs yet, so now only the log of the server can show it; the first cell shows it, too.
        print(warning, file=sys.__stderr__)
        shell.events.register("pre_run_cell", warn)


try:
    _jupyter_guard_start()
finally:
    del _jupyter_guard_start
