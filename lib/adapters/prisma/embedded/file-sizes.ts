// Remembers how long the files of the embedded database are: PostgreSQL asks for the end of a file with nearly every statement, several
// times while planning it, and each answer is a call of the system.

type Node = { mode: number }
type Stream = { node: Node; flags: number }
type Attributes = { size?: number }

/** The operations of Emscripten's NODEFS that read or change the length of a file. */
export type FileOperations = {
  stream_ops: {
    llseek(stream: Stream, offset: number, whence: number): number
    write(stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number): number
    setattr(stream: Stream, attributes: Attributes): void
  }
  node_ops: { setattr(node: Node, attributes: Attributes): void }
}

const SEEK_END = 2
const O_APPEND = 0o2000
const [S_IFMT, S_IFREG] = [0o170000, 0o100000]

/**
 * Changes the operations in place. Safe, because no other process may write these files (directory-lock.ts), and all changes of their
 * length go through `write` and `setattr`. After a failed call the size is forgotten.
 */
export function rememberFileSizes({ stream_ops, node_ops }: FileOperations): void {
  const sizes = new WeakMap<Node, number>()
  const [seek, write, setOpen, setNamed] = [stream_ops.llseek, stream_ops.write, stream_ops.setattr, node_ops.setattr]

  stream_ops.llseek = (stream, offset, whence) => {
    if (whence !== SEEK_END || (stream.node.mode & S_IFMT) !== S_IFREG) return seek(stream, offset, whence)
    const size = sizes.get(stream.node) ?? seek(stream, 0, SEEK_END)
    sizes.set(stream.node, size)
    return size + offset >= 0 ? size + offset : seek(stream, offset, whence)
  }
  stream_ops.write = (stream, buffer, offset, length, position) => {
    const size = sizes.get(stream.node)
    sizes.delete(stream.node)
    const written = write(stream, buffer, offset, length, position)
    if (size !== undefined && (stream.flags & O_APPEND) === 0) sizes.set(stream.node, Math.max(size, position + written))
    return written
  }
  stream_ops.setattr = (stream, attributes) => {
    sizes.delete(stream.node)
    setOpen(stream, attributes)
  }
  node_ops.setattr = (node, attributes) => {
    sizes.delete(node)
    setNamed(node, attributes)
  }
}
