// Lets an answer that is streamed say how long it is, so that whoever fetches 50 MB sees how far it is and notices when it breaks off.

import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'

/** Next drops the Content-Length of every answer; under this name it travels to the connection. */
export const FILE_LENGTH = 'x-file-length'

/** Call once, before the first request. Node publishes every answer before its server sees the request. */
export function keepFileLengths(): void {
  subscribe('http.server.request.start', (message) => {
    const { response } = message as { response: ServerResponse }
    const set = response.setHeader.bind(response)
    response.setHeader = (name, value) => (
      name.toLowerCase() === FILE_LENGTH ? set('Content-Length', String(value)) : set(name, value)
    )
  })
}
