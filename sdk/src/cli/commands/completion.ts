/**
 * `promptpost completion`: the script by which a shell completes commands, flags and their values.
 * @module
 */
import { Argument, type Command } from 'commander'
import { bashScript } from '../completion/bash.js'
import { fishScript } from '../completion/fish.js'
import { places } from '../completion/words.js'
import { zshScript } from '../completion/zsh.js'
import { action } from '../context.js'

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript }
type Shell = keyof typeof SCRIPTS

const WHERE: Record<Shell, string> = {
  bash: 'keep it as ~/.local/share/bash-completion/completions/promptpost, or: source <(promptpost completion bash)',
  zsh: 'keep it as _promptpost in a folder of $fpath, or: source <(promptpost completion zsh)',
  fish: 'keep it as ~/.config/fish/completions/promptpost.fish, or: promptpost completion fish | source',
}

export const addCompletion = (program: Command): void => {
  program
    .command('completion')
    .description('print the script that completes commands and flags in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .action(
      action(async (context, shell: Shell) => {
        const script = SCRIPTS[shell](places(program))
        context.print({ shell, script }, () => script.trimEnd())
        if (process.stdout.isTTY) context.note(WHERE[shell])
      }),
    )
}
