// Runs a Node program for as long as its caller lives: when the caller dies, standard input ends, and the program is killed.
import { spawn } from 'node:child_process'

const child = spawn(process.execPath, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'inherit'] })
// Signals go to the whole group; the program decides when it ends, and this process after it.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined)
process.stdin.on('close', () => process.kill(-process.pid, 'SIGKILL')).resume()
child.on('exit', (code) => process.exit(code ?? 1))
