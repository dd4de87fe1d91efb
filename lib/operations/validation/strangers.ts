// Whose line people without an account wait in: all of them together take one turn among the organisations that wait for a worker.

export const STRANGERS = 'strangers'
