// The same document or the same face under another name: families share neither, so a person looks.
import type { Embedding } from './face/embedding'
import { atLeast, holds, orRefer, type Finding } from './finding'
import { EMBEDDING_MODEL } from './models'
import type { Policy } from './policy'

// The mean of a run's faces: one of them may be a grimace.
export function templateOf(faces: readonly Embedding[]): Embedding | null {
  const [first] = faces
  return first ? first.map((_, at) => faces.reduce((sum, face) => sum + (face[at] ?? 0), 0) / faces.length) : null
}

// `nearest`: the distance to the face that is most alike under another name; null where there is none.
export function judgeElsewhere({ documents, nearest }: { documents: number; nearest: number | null }, { face }: Policy): Finding[] {
  const seen = { check: 'face_elsewhere', score: nearest ?? 2, threshold: face.elsewhereDistance, model: EMBEDDING_MODEL } as const
  return [
    orRefer(holds('document_elsewhere', documents === 0, 'document-number/1'), 'DOCUMENT_SEEN_ELSEWHERE'),
    orRefer(atLeast(seen), 'FACE_SEEN_ELSEWHERE'),
  ]
}
