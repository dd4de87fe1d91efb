// Which documents a signer can show, and their sides: a passport has everything on one, a card on two.

export type DocumentType = 'passport' | 'national_id'

export type DocumentSide = 'front' | 'back'
