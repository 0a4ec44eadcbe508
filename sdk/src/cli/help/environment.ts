/**
 * The variables of the environment that the command line reads.
 * @module
 */

/** Name and meaning. */
export const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
  ['PROMPTPOST_URL', 'the service, as `--url`'],
  ['PROMPTPOST_TOKEN', 'the token; a token is never an argument, which others could read'],
  ['PROMPTPOST_PROJECT', 'file of a project’s settings, as `--project`'],
  ['PROMPTPOST_LEDGER', 'folder of the privacy ledger; default `~/.promptpost/ledger`'],
  [
    'PROMPTPOST_LOG',
    'what is told of each request, on stderr: `off`, `error`, `warn`, `info` or `debug`; default `off`',
  ],
  ['PROMPTPOST_CACHE', 'where `run` keeps students; default `promptpost` in XDG_CACHE_HOME'],
  ['OMP_NUM_THREADS', 'threads of the computation; default one for each core'],
  ['XDG_CACHE_HOME', 'default `~/.cache`'],
  ['XDG_CONFIG_HOME', 'where the user’s own settings lie, in `promptpost/config.json`; default `~/.config`'],
  ['NO_COLOR', 'no colours; there are none either where stderr is no terminal'],
  ['TERM', '`dumb`: progress as plain lines, as in a log'],
]
