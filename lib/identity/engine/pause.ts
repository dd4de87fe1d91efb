// The breath between two frames: other messages of the worker, such as a cancellation, get their turn in it.

export type Pause = () => Promise<void>
