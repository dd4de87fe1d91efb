'use client'
// The pictures of a referred check: the portrait of the document beside the selfie, in the same size, then each side and step on its own.

import { useTranslations } from 'next-intl'
import type { VerificationEvidence } from '@/lib/http/schemas/verification-decision'

type Picture = VerificationEvidence['pictures'][number]
type Area = NonNullable<Picture['portrait']>
/** No browser plays it inside a page. */
const CLIP = 'selfie-clip'

export function EvidencePictures({ evidence: { pictures }, address }: { evidence: VerificationEvidence; address: string }) {
  const t = useTranslations('console.decision')
  const withPortrait = pictures.find(({ portrait }) => portrait !== null)
  const selfie = pictures.find(({ picture }) => picture.startsWith('selfie'))
  const film = pictures.find(({ picture }) => picture === CLIP)
  const at = ({ picture }: Picture) => `${address}/${picture}`
  return (
    <section className="mt-8" aria-labelledby="pictures">
      <h2 id="pictures" className="text-heading font-bold">
        {t('pictures')}
      </h2>
      {pictures.length === 0 && <p className="mt-3 text-soft">{t('destroyed')}</p>}
      {withPortrait?.portrait && selfie && (
        <div className="mt-3 grid max-w-[520px] grid-cols-2 gap-3">
          <figure>
            <Cropped src={at(withPortrait)} alt={t('portraitAlt')} area={withPortrait.portrait} />
            <figcaption className="mt-1.5 text-sm text-soft">{t('portrait')}</figcaption>
          </figure>
          <figure>
            <div className="aspect-4/5 overflow-hidden rounded-control bg-line">
              {/* oxlint-disable-next-line nextjs/no-img-element -- private, must not pass an optimizer's cache */}
              <img src={at(selfie)} alt={t('selfieAlt')} className="size-full object-cover" />
            </div>
            <figcaption className="mt-1.5 text-sm text-soft">{t('selfie')}</figcaption>
          </figure>
        </div>
      )}
      <ul className="mt-5 grid grid-cols-2 gap-3 lg:grid-cols-3">
        {pictures
          .filter((picture) => picture !== film)
          .map((picture) => (
            <li key={picture.picture}>
              <figure>
                <a
                  href={at(picture)}
                  download={`${picture.picture}.jpg`}
                  className="block overflow-hidden rounded-control border border-line"
                >
                  {/* oxlint-disable-next-line nextjs/no-img-element -- private, must not pass an optimizer's cache */}
                  <img src={at(picture)} alt={picture.words} className="w-full" />
                </a>
                <figcaption className="mt-1.5 text-sm text-soft">{picture.words}</figcaption>
              </figure>
            </li>
          ))}
      </ul>
      {film && (
        <a href={at(film)} download={`${CLIP}.avi`} className="mt-3 inline-block underline">
          {film.words} (AVI)
        </a>
      )}
      <p className="mt-3 text-sm text-soft">{t('logged')}</p>
    </section>
  )
}

/** Room around the face, in parts of the face. */
const MARGIN = 0.35

/** Shows the part of the picture where the portrait is; moves are in parts of the picture's own size, which the page need not know. */
function Cropped({ src, alt, area: { left, top, right, bottom } }: { src: string; alt: string; area: Area }) {
  const width = (right - left) * (1 + 2 * MARGIN)
  const x = Math.max(0, left - (right - left) * MARGIN)
  const y = Math.max(0, top - (bottom - top) * MARGIN)
  return (
    <div className="aspect-4/5 overflow-hidden rounded-control bg-line">
      {/* oxlint-disable-next-line nextjs/no-img-element -- private, must not pass an optimizer's cache */}
      <img
        src={src}
        alt={alt}
        className="max-w-none origin-top-left"
        style={{ width: `${100 / width}%`, transform: `translate(${-100 * x}%, ${-100 * y}%)` }}
      />
    </div>
  )
}
