'use client'
// The API reference: Swagger UI on our own description, without anything that it would fetch from elsewhere.

import 'swagger-ui-dist/swagger-ui.css'
import './reference.css'
import { useEffect, useRef, useState } from 'react'
import { corrected } from './reference-fixes'

type State = 'loading' | 'shown' | 'failed'

export function Reference({ url, loading, failed }: { url: string; loading: string; failed: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<State>('loading')
  useEffect(() => {
    const domNode = place.current
    if (!domNode) return
    let stop = (): void => undefined
    let left = false
    import('swagger-ui-dist/swagger-ui-es-bundle.js')
      .then(({ default: SwaggerUI }) => {
        if (left) return
        stop = corrected(domNode)
        SwaggerUI({
          domNode,
          url,
          deepLinking: true,
          docExpansion: 'list',
          defaultModelsExpandDepth: -1,
          defaultModelExpandDepth: 3,
          displayRequestDuration: true,
          showExtensions: false,
          syntaxHighlight: false,
          // Would send the description to somebody else's validator.
          validatorUrl: null,
          onComplete: () => {
            setState('shown')
            opened()
          },
        })
      })
      .catch(() => setState('failed'))
    const follow = (): void => opened()
    addEventListener('hashchange', follow)
    return () => {
      left = true
      stop()
      removeEventListener('hashchange', follow)
    }
  }, [url])
  return (
    <>
      {state !== 'shown' && (
        <p role="status" className="mt-6 text-soft">
          {state === 'loading' ? loading : failed}
        </p>
      )}
      <div ref={place} className="reference" />
    </>
  )
}

/** The operation that the address names (`#/Documents/uploadDocument`) is opened and brought into view. */
function opened(): void {
  const [, tag, operation] = decodeURIComponent(location.hash).split('/')
  if (!tag || !operation) return
  // As Swagger UI writes ids: spaces become underscores.
  const block = document.getElementById(`operations-${tag.replaceAll(' ', '_')}-${operation}`)
  if (!block) return
  if (!block.classList.contains('is-open')) block.querySelector<HTMLButtonElement>('.opblock-summary-control')?.click()
  block.scrollIntoView()
}
